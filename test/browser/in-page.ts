/*
 * What the tests ask of a page from inside it. Playwright sends each function as text: it may use nothing but its
 * arguments and what a browser has.
 */

/** A rectangle in CSS pixels, from the top left corner of the whole page. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A run of text that a reader sees. */
export interface Text {
  readonly words: string;
  /** The computed colour of its letters, as `rgb(…)`. */
  readonly color: string;
  readonly boxes: readonly Box[];
}

/** Every text that is shown, or those of pictures alone, with the part of it that no scrolling box cuts off. */
export function shownTexts(inPictures = false): Text[] {
  const texts: Text[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement!;
    if (node.nodeValue!.trim() === '' || element.closest('title, .vh, .skip') !== null) continue;
    if (inPictures && !(element instanceof SVGElement)) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const clips: DOMRect[] = [];
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const { overflowX, clipPath } = getComputedStyle(at);
      if (clipPath !== 'none') clips.push(new DOMRect());
      else if (overflowX !== 'visible' && at !== document.body && !(at instanceof SVGElement)) clips.push(at.getBoundingClientRect());
    }
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].flatMap((rect) => {
      const left = Math.max(rect.left, ...clips.map((clip) => clip.left));
      const right = Math.min(rect.right, ...clips.map((clip) => clip.right));
      const top = Math.max(rect.top, ...clips.map((clip) => clip.top));
      const bottom = Math.min(rect.bottom, ...clips.map((clip) => clip.bottom));
      return right - left > 1 && bottom - top > rect.height * 0.8 ? [{ x: left + scrollX, y: top + scrollY, width: right - left, height: bottom - top }] : [];
    });
    const style = getComputedStyle(element);
    if (boxes.length > 0) texts.push({ words: node.nodeValue!.trim().slice(0, 60), color: element instanceof SVGElement ? style.fill : style.color, boxes });
  }
  return texts;
}

/** Makes every letter invisible, and nothing else; `false` undoes it. */
export function hideLetters(hide: boolean): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { -webkit-text-fill-color: transparent !important; } svg text { fill: transparent !important; }');
  if (hide) document.adoptedStyleSheets.push(sheet);
  else document.adoptedStyleSheets.pop();
}

/** Applies rules as a reader's own style sheet would. */
export function readersRules(rules: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
}

/** For each text the least contrast of its letters with what lies behind them (WCAG 2.2), from pictures with and without letters. */
export async function leastContrasts({ shown, hidden, texts, scale }: { shown: string; hidden: string; texts: readonly Text[]; scale: number }): Promise<number[]> {
  const decode = async (base64: string) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  };
  const linear = (value: number) => (value <= 10.31475 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = (red: number, green: number, blue: number) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const [before, after] = await Promise.all([decode(shown), decode(hidden)]);
  return texts.map(({ color, boxes }) => {
    const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map(Number);
    const letters = luminance(red, green, blue);
    let least = Infinity;
    for (const box of boxes) {
      const right = Math.min((box.x + box.width) * scale, before.width);
      const bottom = Math.min((box.y + box.height) * scale, before.height);
      for (let y = Math.max(0, Math.floor(box.y * scale)); y < bottom; y += 1) {
        for (let x = Math.max(0, Math.floor(box.x * scale)); x < right; x += 1) {
          const at = (y * before.width + x) * 4;
          const change = [0, 1, 2].reduce((sum, i) => sum + Math.abs(before.data[at + i]! - after.data[at + i]!), 0);
          if (change < 60) continue;
          const behind = luminance(after.data[at]!, after.data[at + 1]!, after.data[at + 2]!);
          least = Math.min(least, (Math.max(letters, behind) + 0.05) / (Math.min(letters, behind) + 0.05));
        }
      }
    }
    // Letters that change no pixel cannot be seen at all.
    return least === Infinity ? 1 : least;
  });
}

/** What of the page lies beyond its right or left edge, but for what a box of its own scrolls. */
export function beyondTheEdge(): string[] {
  const width = document.documentElement.clientWidth;
  const wide = document.documentElement.scrollWidth > width ? [`the page is ${document.documentElement.scrollWidth} wide in ${width}`] : [];
  const parts = [...document.body.querySelectorAll('*')].filter((element) => {
    const { left, right, width: size } = element.getBoundingClientRect();
    if (size === 0 || (right <= width + 0.5 && left >= -0.5)) return false;
    return element.checkVisibility() && element.closest('.skip, .vh, thead') === null && (element.closest('.scrolls') === null || matchMedia('print').matches);
  });
  return [...wide, ...parts.map((element) => `${element.nodeName}.${element.getAttribute('class') ?? ''} ${(element.textContent ?? '').slice(0, 40)}`)];
}

/** Pairs of texts that lie over each other, so that neither reads. */
export function overlaps(texts: readonly Text[]): string[] {
  const flat = texts.flatMap(({ words, boxes }) => boxes.map((box) => ({ words, ...box }))).toSorted((a, b) => a.y - b.y);
  return flat.flatMap((one, index) => {
    const found: string[] = [];
    for (let next = index + 1; next < flat.length && flat[next]!.y < one.y + one.height; next += 1) {
      const other = flat[next]!;
      const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
      const down = Math.min(one.y + one.height, other.y + other.height) - other.y;
      // Line boxes touch by design; letters do where more than a third of a line is shared.
      if (across > 1.5 && down > Math.min(one.height, other.height) / 3) found.push(`“${one.words}” and “${other.words}”`);
    }
    return found;
  });
}

/** Parts of pictures that carry meaning and stand out less than 3:1 from the sheet they are on (WCAG 1.4.11). */
export function faintGraphics(): string[] {
  const rgb = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (color: string) => {
    const [red = 0, green = 0, blue = 0] = rgb(color).map((value) => (value <= 10.31475 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  return [...document.querySelectorAll('svg .edge, svg .solid, svg .count, .tier svg *, svg .ink')].flatMap((shape) => {
    const style = getComputedStyle(shape);
    const drawn = style.fill === 'none' || style.strokeWidth === '1px' && style.stroke !== 'none' ? style.stroke : style.fill;
    if (drawn.startsWith('url')) return [];
    let below: Element | null = shape.parentElement;
    while (below !== null && (rgb(getComputedStyle(below).backgroundColor)[3] ?? 1) === 0) below = below.parentElement;
    const [a, b] = [luminance(drawn), luminance(below === null ? 'rgb(255, 255, 255)' : getComputedStyle(below).backgroundColor)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return contrast >= 3 ? [] : [`.${shape.getAttribute('class') ?? shape.nodeName} ${contrast.toFixed(2)}`];
  });
}

/** Names every thing that a keyboard must reach, in the order of the page. */
export function interactive(): string[] {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])')];
  return all.filter((element) => element.checkVisibility()).map((element) => element.getAttribute('aria-label') ?? element.textContent ?? '');
}

/** What has the focus, by the name `interactive` gives it, and where on the screen; null at the end of the page. */
export function focused(): { readonly name: string; readonly box: Box } | null {
  const element = document.activeElement;
  if (element === null || element === document.body || element === document.documentElement) return null;
  const { left, top, width, height } = element.getBoundingClientRect();
  return { name: element.getAttribute('aria-label') ?? element.textContent ?? '', box: { x: left, y: top, width, height } };
}

/** What moves, or would. */
export function moving(): string[] {
  const still = (times: string) => times.split(',').every((time) => Number.parseFloat(time) === 0);
  const all = [...document.querySelectorAll('*')].filter((element) => {
    const { animationName, transitionDuration } = getComputedStyle(element);
    return animationName !== 'none' || !still(transitionDuration);
  });
  return [...all.map(({ nodeName }) => nodeName), ...document.getAnimations().map(({ id }) => `animation ${id}`)];
}

/** Opens what is folded away, without moving the focus. */
export function unfold(): void {
  for (const details of document.querySelectorAll('details')) details.open = true;
}
