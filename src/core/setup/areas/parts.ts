import { containers } from './meanings.ts';
import type { Folder } from './tree.ts';

/** Fewer files that people write, and a folder is no part of its own. */
const fewestFiles = 3;
/** A folder with more than this share of the product's files is not a part but the place where the parts are. */
const dominant = 0.6;
const deepest = 6;

/** Whether a folder may be a part of the product. */
function isPart(folder: Folder): boolean {
  return folder.kind === 'product' && folder.written >= fewestFiles && !folder.name.startsWith('.');
}

/**
 * The parts of a product as its folders show them: the children of services, packages and their like where there
 * are such; else the folders of the root, or of the one folder that holds nearly everything.
 */
export function partsOf(root: Folder): readonly Folder[] {
  const holders = [...root.children.values()].filter((child) => containers.has(child.name.toLowerCase()));
  const contained = holders.flatMap((holder) => [...holder.children.values()].filter(isPart));
  // One lone package is no set of parts.
  if (contained.length >= 2) {
    const beside = [...root.children.values()].filter((child) => isPart(child) && !holders.includes(child) && child.written >= 10);
    return [...contained, ...beside];
  }
  let folder = root;
  for (let depth = 0; depth < deepest; depth++) {
    const parts = [...folder.children.values()].filter(isPart);
    const all = parts.reduce((sum, { written }) => sum + written, 0);
    const largest = parts.find(({ written }) => written > all * dominant);
    if (largest === undefined) return parts;
    const inside = [...largest.children.values()].filter(isPart);
    // A flat folder is the part itself.
    if (inside.length === 0) return parts;
    if (inside.length >= 2) return inside.reduce((sum, { written }) => sum + written, 0) > largest.written * 0.3 ? inside : parts;
    folder = largest;
  }
  return [];
}
