import { parentPort, workerData } from 'node:worker_threads';
import { changeEveryByte } from '../test/ledger/every-byte.ts';
import type { ExportOrder } from './export-bytes.ts';

/* Changes the bytes of its share of an exported ledger. */

const { text, plan } = workerData as ExportOrder;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window.
parentPort!.postMessage(changeEveryByte(text, plan));
