import { withoutNumber } from './heading-number.ts'

/**
 * The name of a section as people compare it (T1): without case, numbering, punctuation, emoji and a leading "the";
 * `&` is "and". "## 1. The Problem 🔥" is `problem`.
 */
export function sectionName(heading: string): string {
  const words = withoutNumber(heading.normalize('NFKC').trim())
    .replace(/^(?:\d+(?:\.\d+)*)\s+(?=\p{L})/u, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
  return words.replace(/^the (?=.)/, '')
}
