/** How often changes of one size needed a fix later, in one project. */
export interface SizeRate {
  readonly project: string;
  /** Share of changes in the bucket later named by a developer's `Fixes:` trailer, 0 to 1. */
  readonly fixed: number;
  /** Share of all the project's changes that fall in the bucket: how much the rate rests on. */
  readonly share: number;
}

/** Changes that add `from` to `to` lines (`null`: no upper end). */
export interface SizeBucket {
  readonly from: number;
  readonly to: number | null;
  readonly rates: readonly SizeRate[];
}

/** A size card counted in one repository, as `calibration` of its policy says it. */
export interface SizeCalibration {
  /** What was counted, in words. */
  readonly source: string;
  /** RFC 3339 date the count ended. */
  readonly until: string;
  /** In order and without overlap: of `changes` that added `from` to `to` lines (`null`: no upper end), `fixed` needed a fix. */
  readonly buckets: readonly { readonly from: number; readonly to: number | null; readonly changes: number; readonly fixed: number }[];
}

/**
 * The shipped size card: lines added is the strongest single predictor of a later fix (AUC 0.78 on DPDK,
 * 0.84 on Open vSwitch). Measured on the full histories since 2016 and 2014, merges excluded, truth being the
 * developers' own `Fixes:` trailers. The projects are kept apart: counts per bucket were not kept, so a pooled
 * rate would be invented. It predicts *any* later fix, not how bad; both are C projects reviewed by mail.
 */
export const sizeCard: readonly SizeBucket[] = [
  bucket(0, 0, [0.018, 0.03], [0, 0.02]),
  bucket(1, 5, [0.028, 0.28], [0.011, 0.34]),
  bucket(6, 20, [0.063, 0.23], [0.042, 0.24]),
  bucket(21, 50, [0.11, 0.15], [0.12, 0.15]),
  bucket(51, 100, [0.2, 0.1], [0.18, 0.11]),
  bucket(101, 200, [0.24, 0.09], [0.27, 0.08]),
  bucket(201, 400, [0.32, 0.06], [0.48, 0.04]),
  bucket(401, 1000, [0.4, 0.04], [0.5, 0.02]),
  bucket(1001, null, [0.45, 0.02], [0.5, 0.005]),
];

function bucket(from: number, to: number | null, dpdk: readonly [number, number], ovs: readonly [number, number]): SizeBucket {
  return {
    from,
    to,
    rates: [
      { project: 'DPDK', fixed: dpdk[0], share: dpdk[1] },
      { project: 'OVS', fixed: ovs[0], share: ovs[1] },
    ],
  };
}

/** The bucket of the card a number of added lines falls in. */
export function bucketOf(linesAdded: number): SizeBucket {
  return sizeCard.findLast((candidate) => linesAdded >= candidate.from) ?? sizeCard[0]!;
}

/** Fewer changes than this in a bucket say too little of it. */
const enough = 30;

/**
 * What is known of changes of a size: this repository's own figures where its card has at least 30 changes of it,
 * e.g. `1 in 6 of this size here needed a fix (n 412)`; else the shipped card's.
 */
export function sizeSentence(linesAdded: number, calibration: SizeCalibration | null): string {
  const own = calibration?.buckets.find(({ from, to }) => linesAdded >= from && (to === null || linesAdded <= to));
  if (own === undefined || own.changes < enough) return sizeCardSentence(linesAdded);
  const many = `n ${String(own.changes).replace(/\B(?=(?:\d{3})+$)/g, ',')}`;
  if (own.fixed === 0) return `none of this size here needed a fix (${many})`;
  const rate = own.fixed / own.changes;
  const said = rate > 0.55 ? `${Math.round(rate * 10)} in 10` : rate > 0.45 ? '1 in 2' : rate > 0.36 ? '2 in 5' : `1 in ${Math.round(1 / rate)}`;
  return `${said} of this size here needed a fix (${many})`;
}

/** What the card says of a size, e.g. `changes of this size needed a fix in about 2 of 5 (32–48 %, DPDK and OVS)`. */
export function sizeCardSentence(linesAdded: number): string {
  const { rates } = bucketOf(linesAdded);
  const fixed = rates.map((rate) => rate.fixed);
  const middle = fixed.reduce((sum, rate) => sum + rate, 0) / fixed.length;
  const range = `${percent(Math.min(...fixed))}–${percent(Math.max(...fixed))} %`;
  const projects = rates.map((rate) => rate.project).join(' and ');
  return `changes of this size needed a fix in about ${odds(middle)} (${range}, ${projects})`;
}

function percent(rate: number): string {
  const hundredths = Math.round(rate * 1000) / 10;
  return String(hundredths >= 10 ? Math.round(hundredths) : hundredths);
}

/** A rate as a fraction people can picture; rough on purpose, the range stands beside it. */
function odds(rate: number): string {
  if (rate > 0.45) return '1 of 2';
  if (rate > 0.36) return '2 of 5';
  const every = 1 / rate;
  if (every < 10) return `1 of ${Math.round(every)}`;
  return `1 of ${every > 75 ? 100 : Math.round(every / 10) * 10}`;
}
