import { describe, expect, it } from 'vitest'
import type { Scene } from '../../playground/scene.ts'
import { readable } from '../../playground/terminal.ts'
import { stageForFile } from '../dialogues/stages.ts'
import { baseOf, FOLDER, scenarios } from './given.ts'
import { playStep, type Step } from './steps.ts'

/**
 * Every folder of `fixtures/scenarios` is a history of a pull request: `given.yml` says what people do, `then.md` what
 * they read afterwards. `npm run fixtures` writes `then.md` anew; read it as its addressee before you commit it.
 */
const { stage, scene } = stageForFile()

describe('scenarios', () => {
  for (const { name, given } of scenarios()) {
    it(`${name.replaceAll('-', ' ')} (${given.rules.join(', ')})`, async () => {
      const story = scene(baseOf(given))
      const log: string[] = []
      for (const step of given.steps) {
        await playStep(stage(), story, step)
        log.push(`- ${titleOf(step)} → ${conclusionOf(story)}`)
      }
      const text = [
        `# ${name.replaceAll('-', ' ')}`,
        `Rules: ${given.rules.join(', ')}`,
        '## What people did, and what the check said',
        log.join('\n'),
        '## The check',
        `**${story.check()?.title}** (${story.check()?.conclusion})`,
        plain(story.check()?.summary ?? ''),
        ...annotations(story),
        '## The comment',
        plain(story.sticky() ?? 'None.'),
        '## Replies',
        ...(story.replies().length > 0 ? story.replies().map((reply) => plain(reply)) : ['None.']),
      ].join('\n\n')
      await expect(`${text}\n`).toMatchFileSnapshot(new URL(`${name}/then.md`, FOLDER).pathname)
    })
  }
})

function conclusionOf(story: Scene): string {
  const run = story.check()
  return run ? `${run.conclusion}, “${run.title}”` : 'no check yet'
}

function titleOf(step: Step): string {
  return Object.entries(step)
    .map(([what, how]) => (typeof how === 'string' && !how.includes('\n') ? `${what}: ${how}` : what))
    .join(', ')
}

function annotations(story: Scene): readonly string[] {
  const notes = story.check()?.annotations ?? []
  return notes.length === 0
    ? []
    : [notes.map((note) => `- ${note.path}:${note.start_line} ${note.message}`).join('\n')]
}

/** What a person reads; ids and days differ from run to run, so they are named in the order in which they appear. */
function plain(markdown: string): string {
  const names = new Map<string, string>()
  return readable(unfolded(markdown))
    .join('\n')
    .trim()
    .replace(/\b[0-9a-f]{7}\b/g, (id) => {
      const name = names.get(id) ?? `id-${names.size + 1}`
      names.set(id, name)
      return name
    })
    .replace(/\b\d{1,2} [A-Z][a-z]{2} 2026\b/g, '2 Mar 2026')
}

/** What is folded away on GitHub is read here, too; the list of commands, the same everywhere, is not. */
function unfolded(markdown: string): string {
  return markdown
    .replace(/<details><summary>How to respond[\s\S]*?<\/details>/, '')
    .replace(/<details><summary>(.*?)<\/summary>/g, '**$1**')
    .replaceAll('</details>', '')
}
