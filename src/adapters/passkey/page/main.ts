import type { Answer, Reply, Task } from '../tasks.ts';
import { makePasskey, shownBytes, signShown, whyNothing } from './ask-passkey.ts';
import { whatItSays, type Shown } from './what-it-says.ts';

/*
 * The page: shows what is asked, waits for its reader to press the button, and hands back what the passkey answered.
 * Everything that came from outside gets in as text, never as markup.
 */

const lost = 'The terminal no longer waits: it was stopped, or this was answered in another window. Nothing is asked here any more.';

function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new TypeError(id);
  return found as T;
}

const heading = element('heading');
const status = element('status');
const button = element<HTMLButtonElement>('go');
/** Ends what was begun for the task before. */
let over = new AbortController();
/** What the button does. */
let press = (): void => {};
button.addEventListener('click', () => press());

function say(kind: 'waits' | 'done' | 'refused' | 'ended', words: string): void {
  const marks = { waits: '○', done: '✓', refused: '✗', ended: '–' };
  status.className = kind;
  status.textContent = `${marks[kind]} ${words}`;
}

/** Characters that act on a reader's screen unseen, made visible. */
function visible(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (one) => `\\u{${one.codePointAt(0)!.toString(16)}}`);
}

function add<K extends keyof HTMLElementTagNameMap>(parent: HTMLElement, tag: K, text: string, className = ''): void {
  const made = document.createElement(tag);
  made.textContent = visible(text);
  made.className = className;
  parent.append(made);
}

function show({ heading: words, code, rows, whole }: Shown): void {
  heading.textContent = words;
  element('code').textContent = code ?? '';
  element('coded').hidden = code === null;
  const list = element('rows');
  list.replaceChildren();
  for (const { name, value, exact } of rows) {
    add(list, 'dt', name);
    add(list, 'dd', value, exact ? 'exact' : '');
  }
  element('whole').textContent = visible(whole);
  element('everything').hidden = false;
}

async function post(path: string, body: string): Promise<Reply> {
  try {
    const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return response.ok ? ((await response.json()) as Reply) : { kind: 'ended', sentence: lost };
  } catch {
    return { kind: 'ended', sentence: lost };
  }
}

function settle(reply: Reply): void {
  if (reply.kind === 'task') begin(reply.task);
  else if (reply.kind === 'refused') retry(reply.sentence);
  else end(reply);
}

function end(reply: Exclude<Reply, { kind: 'task' | 'refused' }>): void {
  over.abort();
  button.hidden = true;
  if (reply.kind === 'done') {
    heading.textContent = 'Your passkey answered';
    // Whether it is recorded is decided after this, and told where it was asked for.
    say('done', 'Your passkey answered. The terminal tells what became of it; you can close this window.');
  } else if (reply.kind === 'taken') say('ended', 'This was answered in another window already. Nothing was signed here.');
  else say('ended', reply.sentence === lost ? lost : `Nothing was signed here: ${reply.sentence}.`);
}

function retry(why: string): void {
  say('refused', `Not signed: ${why}.`);
  button.textContent = 'Try again';
  button.disabled = false;
  button.focus();
}

function begin(task: Task): void {
  over.abort();
  over = new AbortController();
  const { signal } = over;
  void post('over', task.id).then((reply) => {
    if (!signal.aborted && reply.kind !== 'task' && reply.kind !== 'refused') end(reply);
  });
  const body = task.kind === 'sign' ? shownBytes(task) : null;
  if (task.kind === 'create') {
    show({ heading: 'Make a passkey for Countersign', code: null, rows: [{ name: 'For', value: task.person, exact: false }, { name: 'Repository', value: task.repository, exact: true }], whole: '' });
    element('everything').hidden = true;
    say('waits', 'Step 1 of 2: your browser makes the passkey. Step 2: it signs that it is yours.');
    button.textContent = 'Make a passkey';
  } else if (body !== null) {
    show(whatItSays(task, body));
    say('waits', `${task.form === 'text' ? 'Step 2 of 2: sign with the passkey you just made.' : 'Compare this with the terminal.'} Your device only names the page, “localhost”, and never shows what you sign.`);
    button.textContent = 'Sign with your passkey';
  }
  press = () => void attempt(task, body, signal);
  button.hidden = false;
  button.disabled = false;
  // What is signed is read from its beginning, also where the button is below the edge of the window.
  button.focus({ preventScroll: true });
}

async function attempt(task: Task, body: Uint8Array | null, signal: AbortSignal): Promise<void> {
  button.disabled = true;
  say('waits', 'Answer what your browser or device asks.');
  const began = performance.now();
  let answer: Answer;
  try {
    if (task.kind === 'create') answer = await makePasskey(task, signal);
    else if (body !== null) answer = await signShown(task, body, signal);
    else return;
  } catch (error) {
    if (!signal.aborted) retry(whyNothing(error, performance.now() - began));
    return;
  }
  settle(await answered(answer, signal));
}

/** While an answer is judged, that its task is over is no news. */
async function answered(answer: Answer, signal: AbortSignal): Promise<Reply> {
  const own = over;
  if (own.signal === signal) over = new AbortController();
  const reply = await post('answer', JSON.stringify(answer));
  if (reply.kind !== 'refused') own.abort();
  else over = own;
  return reply;
}

if (typeof PublicKeyCredential === 'undefined') say('refused', 'This browser has no passkeys. Open the address in another one: it is still good.');
else void post('task', '').then(settle);
