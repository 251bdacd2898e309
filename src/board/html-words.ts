import { html } from 'hono/html'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import type { RfcRecord } from '../report/record.ts'
import { listed } from '../report/wording.ts'

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

/** Returns the time between two dates in words: "3 days". */
export function span(from: Date, to: Date): string {
  const seconds = Math.max(0, (to.getTime() - from.getTime()) / 1000)
  const step = STEPS.find((each) => seconds >= each.seconds)
  if (!step) return 'less than a minute'
  const count = Math.floor(seconds / step.seconds)
  return count === 1 ? step.one : `${count} ${step.many}`
}

/** Returns how long ago a time was, with the exact time on hover. */
export function ago(time: Date, now: Date): Html {
  const exact = `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return html`<time datetime="${time.toISOString()}" title="${exact}">${span(time, now)} ago</time>`
}

/** Returns the facts of the check as HTML. Raw HTML in them is shown as text, except for the two forms that our own blocks use. */
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

/** Returns Markdown as HTML. Raw HTML is shown as text and an image as a link: our pages load nothing from other hosts. */
export function markdownHtml(text: string): string {
  return micromark(text, { extensions: [gfm(), WITHOUT], htmlExtensions: [gfmHtml()] })
}

/** Images, and task boxes, which would be form fields without a name. */
const WITHOUT = { disable: { null: ['labelStartImage', 'tasklistCheck'] } }

/** The names of the states, as people read them. */
export const STATES: Readonly<Record<RfcRecord['state'], string>> = {
  waiting: 'Waiting',
  objection: 'Blocked by an objection',
  misalignment: 'Problem disputed',
  'needs fixing': 'Needs fixing',
  draft: 'Draft',
  committed: 'Ready to merge',
  decided: 'Decided',
  merged: 'Merged',
  closed: 'Closed, not decided',
}

/** The title of an RFC that was merged before this App recorded commitments at the merge. */
export const NOT_RECORDED = 'Merged; commitments were not recorded.'

/** Returns the next step of an RFC, in a sentence. */
export function nextStep(record: RfcRecord): string {
  const author = record.author ? `@${record.author.login}` : 'the author'
  switch (record.state) {
    case 'objection':
      return objectionStep(record, author)
    case 'misalignment': {
      const names = record.people
        .filter(
          ({ alignment, position }) => alignment === 'misaligned' && !NO_LONGER_WAITED_FOR.includes(position),
        )
        .map(({ login }) => `@${login}`)
      const who = names.length === 0 ? 'those who dispute it' : listed(names, 10)
      return `Waiting for ${author} to revise the problem statement and ask ${who} to comment /align.`
    }
    case 'needs fixing':
      return `Waiting for ${author} to fix the problems that the check lists.`
    case 'draft':
      return `Waiting for ${author} to mark the pull request ready for review.`
    case 'waiting': {
      if (record.isUnproposed)
        return `Waiting for ${author} to write the proposal. Until then stakeholders can comment /align, and no commitment counts.`
      const names = [
        ...record.people
          .filter(({ isPending, isRequired }) => isPending && isRequired !== false)
          .map(({ login }) => `@${login}`),
        ...record.teams.filter(({ position }) => position === 'waiting').map(({ name }) => `@${name}`),
      ]
      return names.length === 0
        ? 'Waiting for another stakeholder to commit: see the check.'
        : `Waiting for ${names.length === 1 ? 'a response' : 'responses'} from ${listed(names, 10)}.`
    }
    case 'committed':
      return 'The pull request can be merged.'
    case 'decided':
      return 'Decided.'
    case 'merged':
      return record.merge ? `${record.merge.title}.` : NOT_RECORDED
    case 'closed':
      return 'Closed, not decided.'
  }
}

const NO_LONGER_WAITED_FOR: readonly RfcRecord['people'][number]['position'][] = [
  'dissenting',
  'recused',
  'released',
]

function objectionStep({ objections }: RfcRecord, author: string): string {
  const open = objections.filter(({ state, blocks }) => state === 'open' && blocks)
  const unanswered = open.filter(({ answers }) => answers.length === 0)
  if (unanswered.length > 0) return `Waiting for ${author} to answer ${objectionsText(unanswered)}.`
  const objectors = [...new Set(open.map(({ by }) => `@${by.login}`))]
  return `Waiting for ${listed(objectors, 10)} to resolve ${objectionsText(open)}.`
}

function objectionsText(objections: RfcRecord['objections']): string {
  const names = objections.map(({ number }) => `#${number}`)
  return `${names.length === 1 ? 'objection' : 'objections'} ${listed(names)}`
}
