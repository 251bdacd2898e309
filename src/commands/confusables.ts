/**
 * Letters of other scripts that look like Latin ones. Compatibility forms (full width, bold, the `ϲ` that is another
 * form of `ς`) and accents are folded by NFKD.
 */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  н: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  п: 'n',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  г: 'r',
  ѕ: 's',
  т: 't',
  и: 'u',
  υ: 'u',
  ѵ: 'v',
  ԝ: 'w',
  х: 'x',
  у: 'y',
  ӏ: 'l',
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  σ: 'o',
  τ: 't',
  χ: 'x',
  γ: 'y',
  ω: 'w',
  μ: 'u',
  ς: 'c',
  ϳ: 'j',
  ı: 'i',
  ɩ: 'i',
  ɡ: 'g',
  ɑ: 'a',
  օ: 'o',
  ո: 'n',
  ս: 'u',
  հ: 'h',
  ց: 'g',
  '⁄': '/',
  '∕': '/',
  '╱': '/',
  '⧸': '/',
  '‐': '-',
  '‒': '-',
  '–': '-',
  '−': '-',
}

/**
 * Returns what a text looks like: compatibility forms, accents, invisible characters and letters of other scripts are
 * folded to the ASCII they resemble. It finds near misses and never accepts a command (C4).
 */
export function looksLike(text: string): string {
  const bare = text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\u115F\u1160\u3164\uFFA0]/gu, '')
    .toLowerCase()
  return [...bare].map((character) => LOOK_ALIKES[character] ?? character).join('')
}
