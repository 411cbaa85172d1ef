/** What the documentation of gates in use says of an act; quoted where the words matter. */
export const existing = {
  githubStale: {
    says: 'GitHub: dismissing stale approvals is optional; without it "unapproved content" can be added to approved pull requests',
    link: 'https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets#require-a-pull-request-before-merging',
  },
  githubStatus: {
    says: 'GitHub: "any person or integration with write permissions to a repository can set the state of any status check", unless an app is named as the source',
    link: 'https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets#require-status-checks-to-pass-before-merging',
  },
  githubVeto: {
    says: 'GitHub: where who asked for changes is not available, "anyone with write permissions for the repository can dismiss the blocking review"',
    link: 'https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets#require-a-pull-request-before-merging',
  },
  gitlabCommitters: {
    says: 'GitLab: "By default, users who commit to a merge request (the committers) can still approve it"',
    link: 'https://docs.gitlab.com/user/project/merge_requests/approvals/settings/#prevent-approvals-by-users-who-add-commits',
  },
  gitlabRebase: {
    says: 'GitLab: a rebase by somebody else "might enable users who previously committed changes in a merge request to now approve changes in it"',
    link: 'https://docs.gitlab.com/user/project/merge_requests/approvals/settings/#prevent-approvals-by-users-who-add-commits',
  },
  gitlabRules: {
    says: 'GitLab: "By default, users can override the approval rules you create for a project on a per-merge-request basis"',
    link: 'https://docs.gitlab.com/user/project/merge_requests/approvals/settings/#prevent-editing-approval-rules-in-merge-requests',
  },
  gitlabPatchId: {
    says: 'GitLab: removes approvals when the `git patch-id` of the diff changes, which moved lines need not do',
    link: 'https://docs.gitlab.com/user/project/merge_requests/approvals/settings/#remove-all-approvals-when-commits-are-added-to-the-source-branch',
  },
  policyBotPush: {
    says: 'policy-bot: `invalidate_on_push`, "False by default"',
    link: 'https://github.com/palantir/policy-bot#approval-rules',
  },
  policyBotTarget: {
    says: 'policy-bot: the policy "is read from most recent commit on the target branch"',
    link: 'https://github.com/palantir/policy-bot#configuration',
  },
  policyBotRequires: {
    says: 'policy-bot: where a rule has no `requires`, it "is automatically approved"',
    link: 'https://github.com/palantir/policy-bot#approval-rules',
  },
  policyBotRevoke: {
    says: 'policy-bot: whoever may disapprove can "revoke another user’s disapproval"',
    link: 'https://github.com/palantir/policy-bot#disapproval',
  },
  gittufAllow: {
    says: 'gittuf: where no rule applies "an implicit `allow-rule` is applied, allowing verification to succeed"',
    link: 'https://github.com/gittuf/gittuf/blob/main/docs/design-document.md#rule-files',
  },
  gittufMetadata: {
    says: 'gittuf: "does not rely on Git commit metadata", which "may be trivially spoofed"',
    link: 'https://github.com/gittuf/gittuf/blob/main/docs/design-document.md#actors-and-authentication',
  },
  gittufFork: {
    says: 'gittuf: "a privileged attacker may be able to cause the RSL to branch, resulting in a fork* attack"',
    link: 'https://github.com/gittuf/gittuf/blob/main/docs/design-document.md#reference-state-log-rsl',
  },
} as const;
