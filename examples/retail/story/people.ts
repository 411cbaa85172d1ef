import { exampleKey, exampleRepository } from '../keys.ts';
import { text } from '../text.ts';

const sk = (id: string): string => exampleKey(id, 'sk').line;
const file = (id: string): string => exampleKey(id).line;

/** `.countersign/people.yaml` as the team committed it. */
export const peopleYaml = text`
  # Who may sign, and with which key. Read from main, never from the change that edits it.
  # A person is known by e-mail addresses, forge accounts and keys; whatever of these a commit shows,
  # it is the same person, and nobody signs a change with a hand in it.
  # Every sign-off names this repository; the key signs where trust begins, and nothing else.
  root:
    repository: "${exampleRepository}"
    keys: ["${file('root')}"]

  people:
    edda:  { name: Edda Sund, level: principal, emails: [edda@shop.example], accounts: { github: edda-sund },
             keys: ["${sk('edda')}", "${file('edda')}"] }
    ana:   { name: Ana Ruiz, level: senior, emails: [ana@shop.example], accounts: { github: ana-r },
             keys: ["${sk('ana')}", "${file('ana')}"] }
    li:    { name: Li Wen, level: senior, emails: [li@shop.example], accounts: { github: li-wen },
             keys: ["${sk('li')}", "${file('li')}"] }
    bo:    { name: Bo Lind, level: mid, emails: [bo@shop.example], accounts: { github: bolind },
             keys: ["${sk('bo')}", "${file('bo')}"] }
    mina:  { name: Mina Okafor, level: mid, emails: [mina@shop.example], accounts: { github: mina-o },
             keys: ["${sk('mina')}", "${file('mina')}"] }
    # A key in a file can be used by whatever runs on the laptop; it counts where the policy asks for \`any\`.
    tomas: { name: Tomás Gil, level: junior, emails: [tomas@shop.example], accounts: { github: tomasgil },
             keys: ["${file('tomas')}"] }
    noor:  { name: Noor Haddad, level: junior, emails: [noor@shop.example], accounts: { github: noor-h },
             keys: ["${file('noor')}"] }

  # Machines that write code. They never count as a person, and somebody stands behind each of them.
  agents:
    kiro:    { operator: required, emails: [kiro-agent@users.noreply.github.com], accounts: { github: kiro-agent } }
    copilot: { operator: required, emails: [198982749+Copilot@users.noreply.github.com], accounts: { github: copilot-swe-agent } }

  # Machines that may state facts: CI signs what tests and scanners found on a tree.
  gates:
    ci: { keys: ["${file('ci')}"], may: [evidence, landing, adoption] }

  teams:
    retail-seniors: [ana, li]
    platform: [edda, li]
`;
