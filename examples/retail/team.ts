/** Who writes in the story: people by their ids in people.yaml, machines by the identities their products commit with. */
export const identities = {
  edda: { name: 'Edda Sund', email: 'edda@shop.example' },
  ana: { name: 'Ana Ruiz', email: 'ana@shop.example' },
  li: { name: 'Li Wen', email: 'li@shop.example' },
  bo: { name: 'Bo Lind', email: 'bo@shop.example' },
  mina: { name: 'Mina Okafor', email: 'mina@shop.example' },
  tomas: { name: 'Tomás Gil', email: 'tomas@shop.example' },
  noor: { name: 'Noor Haddad', email: 'noor@shop.example' },
  // Left before the team adopted Countersign: nobody enrolled him, so his commits have an unknown author.
  jonas: { name: 'Jonas Beck', email: 'jonas.beck@freelance.example' },
  // aider commits in its user's name and adds its own to it.
  'mina-aider': { name: 'Mina Okafor (aider)', email: 'mina@shop.example' },
  kiro: { name: 'Kiro Agent', email: 'kiro-agent@users.noreply.github.com' },
  'copilot-agent': { name: 'copilot-swe-agent[bot]', email: '198982749+Copilot@users.noreply.github.com' },
  dependabot: { name: 'dependabot[bot]', email: '49699333+dependabot[bot]@users.noreply.github.com' },
  forge: { name: 'GitHub', email: 'noreply@github.com' },
} as const;

/** One of the identities of the story. */
export type Who = keyof typeof identities;

/** Lines that tools and people add to a message to say who or what wrote it. */
export const trailers = {
  claude: 'Co-Authored-By: Claude Opus 4.6 <noreply@anthropic.com>',
  claudeSonnet: 'Co-Authored-By: Claude Sonnet 4.5 <noreply@anthropic.com>',
  claudeLine: '🤖 Generated with [Claude Code](https://claude.com/claude-code)',
  copilot: 'Co-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>',
  /** An editor stamped this on human commits for weeks: it makes a question, not a claim. */
  copilotEditor: 'Co-authored-by: Copilot <copilot@github.com>',
  cursor: 'Co-authored-by: Cursor <cursoragent@cursor.com>',
  assistedCopilot: 'Assisted-by: Copilot:gpt-5.2',
  none: 'Assisted-by: none',
} as const;
