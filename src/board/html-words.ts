import { html } from 'hono/html'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import type { RfcRecord } from '../report/record.ts'

/** HTML that is safe to put into a page. */
export type Html = ReturnType<typeof html>

const STEPS = [
  { seconds: 365 * 86_400, one: 'a year', many: 'years' },
  { seconds: 30 * 86_400, one: 'a month', many: 'months' },
  { seconds: 7 * 86_400, one: 'a week', many: 'weeks' },
  { seconds: 86_400, one: 'a day', many: 'days' },
  { seconds: 3600, one: 'an hour', many: 'hours' },
  { seconds: 60, one: 'a minute', many: 'minutes' },
] as const

/** How long it is from one time to another, in words: "3 days". */
export function span(from: Date, to: Date): string {
  const seconds = Math.max(0, (to.getTime() - from.getTime()) / 1000)
  const step = STEPS.find((each) => seconds >= each.seconds)
  if (!step) return 'less than a minute'
  const count = Math.floor(seconds / step.seconds)
  return count === 1 ? step.one : `${count} ${step.many}`
}

/** A time in words, the exact one on hover. */
export function ago(time: Date, now: Date): Html {
  const exact = `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return html`<time datetime="${time.toISOString()}" title="${exact}">${span(time, now)} ago</time>`
}

/** Facts of the check as HTML. Raw HTML in them is shown as text, but for the two forms that our own blocks have. */
export function factsHtml(blocks: readonly string[]): string {
  return blocks
    .map((block) => {
      const folded = /^<details><summary>([^<]*)<\/summary>([\s\S]*)<\/details>$/.exec(block)
      if (folded)
        return `<details><summary>${markdownHtml(folded[1] as string).replace(/<\/?p>/g, '')}</summary>${markdownHtml(folded[2] as string)}</details>`
      const small = /^<sub>([\s\S]*)<\/sub>$/.exec(block)
      return small ? `<div class="small">${markdownHtml(small[1] as string)}</div>` : markdownHtml(block)
    })
    .join('\n')
}

/** Markdown as HTML; raw HTML in it is shown as text, and a picture as a link: no page of ours asks another host for anything. */
export function markdownHtml(text: string): string {
  return micromark(text, { extensions: [gfm(), WITHOUT], htmlExtensions: [gfmHtml()] })
}

/** Pictures, and boxes to tick, which would be form fields without a name. */
const WITHOUT = { disable: { null: ['labelStartImage', 'tasklistCheck'] } }

/** What a state is called where people read it. */
export const STATES: Readonly<Record<RfcRecord['state'], string>> = {
  waiting: 'waiting',
  objection: 'blocked by an objection',
  misalignment: 'problem disputed',
  'needs fixing': 'needs fixing',
  draft: 'draft',
  committed: 'ready to merge',
  decided: 'decided',
  merged: 'merged',
  closed: 'closed, not decided',
}

/** What is said of an RFC that was merged before this App recorded how it stood then. */
export const NOT_RECORDED = 'Merged; who had committed by then is not recorded.'

/** What brings an RFC on, in a sentence. */
export function nextStep({ state, objections, people, teams, merge }: RfcRecord): string {
  const open = objections.filter((objection) => objection.state === 'open' && objection.blocks)
  switch (state) {
    case 'objection': {
      const silent = open.filter(({ answers }) => answers.length === 0)
      return silent.length > 0
        ? `The author answers ${listedNumbers(silent)} with /answer.`
        : `Who raised ${listedNumbers(open)} says /heard, /commit or /disagree-commit.`
    }
    case 'misalignment':
      return 'The author revises the problem statement; who disputes it then says /align.'
    case 'needs fixing':
      return 'The author fixes what the check lists.'
    case 'draft':
      return 'The author marks the pull request ready for review.'
    case 'waiting': {
      const count = people.filter(({ isPending }) => isPending).length
      const waiting = teams.filter(({ position }) => position === 'waiting').length
      return count + waiting === 0
        ? 'One more stakeholder is needed: see the check.'
        : 'Who is waited for says /commit, /disagree-commit or /object in the pull request.'
    }
    case 'committed':
      return 'It can be merged.'
    case 'decided':
      return 'Decided.'
    case 'merged':
      return merge ? `${merge.title}.` : NOT_RECORDED
    case 'closed':
      return 'Closed, not decided.'
  }
}

function listedNumbers(objections: RfcRecord['objections']): string {
  const names = objections.map(({ number }) => `#${number}`)
  return `${names.length === 1 ? 'objection' : 'objections'} ${names.join(', ')}`
}

/** Where an RFC is shown. */
export function rfcPath({
  owner,
  repo,
  number,
}: {
  readonly owner: string
  readonly repo: string
  readonly number: number
}): string {
  return `/rfcs/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/${number}`
}
