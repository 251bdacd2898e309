import type { Scene } from '../../playground/scene.ts'
import type { Stage } from '../../playground/stage.ts'

/**
 * One step of `given.yml`: `who does: what`. A text for `opens` or `pushes` is the RFC at `rfcs/0001.md`, a mapping is
 * files by path (null deletes one).
 */
export type Step = Readonly<Record<string, string | Files | Team | null>>
type Team = Readonly<Record<string, readonly string[]>>
type Files = Readonly<Record<string, string | null>>

const FILE = 'rfcs/0001.md'

/** Plays one step and waits until the App has answered it. Throws on a step it does not know. */
export async function playStep(stage: Stage, story: Scene, step: Step): Promise<void> {
  for (const [what, how] of Object.entries(step)) {
    const [who, verb] = [what.split(' ', 1)[0] as string, what.slice(what.indexOf(' ') + 1)]
    await play(stage, story, who, verb, how)
  }
}

async function play(stage: Stage, story: Scene, who: string, verb: string, how: Step[string]): Promise<void> {
  const { github } = stage
  const files = typeof how === 'string' ? { [FILE]: how } : ((how ?? {}) as Files)
  const text = typeof how === 'string' ? how : ''
  const latest = (login: string) => {
    const found = story
      .comments()
      .findLast(({ authorId }) => github.world.state.accounts.get(authorId)?.login === login)
    if (!found) throw new Error(`@${login} has said nothing yet`)
    return found
  }
  const about = /^(edits|deletes) (\w+)'s comment$/.exec(verb)
  switch (about?.[1] ?? verb) {
    case 'opens':
      return story.opens(who, files)
    case 'opens into sandbox':
      return story.opens(who, files, { base: 'sandbox' })
    case 'waits for a quarter of an hour':
      github.clock.advance(900)
      return
    case 'makes the branch sandbox':
      return story.does(() => void github.push(story.repository, 'sandbox', files, { by: who }))
    case 'pushes to main':
      return story.does(() => void github.push(story.repository, 'main', files, { by: who }))
    case 'updates the branch':
      return story.does(() => void github.mergeBaseInto(story.pull(), who, files))
    case 'retargets':
      return story.does(() => github.edit(story.pull(), who, { base: text }))
    case 'makes the team':
      return story.does(() => {
        for (const [name, members] of Object.entries(how as Team)) {
          github.createTeam('acme', name, { members: [...members] })
        }
      })
    case 'approves':
      await story.does(() => github.review(story.pull(), who, 'approve', text))
      return
    case 'opens as a draft':
      return story.opens(who, files, { draft: true })
    case 'pushes':
      return story.pushes(who, files)
    case 'force-pushes':
      return story.forcePushes(who, files)
    case 'says':
      await story.says(who, text)
      return
    case 'edits':
      return story.edits(who, latest(about?.[2] as string), text)
    case 'deletes':
      return story.deletes(who, latest(about?.[2] as string))
    case 'describes':
      return story.does(() => github.edit(story.pull(), who, { body: text }))
    case 'labels':
      return story.does(() => github.label(story.pull(), who, text))
    case 'marks it ready':
      return story.does(() => github.ready(story.pull(), who))
    case 'requests changes':
      await story.does(() => github.review(story.pull(), who, 'request changes', text))
      return
    case 'merges':
    case 'tries to merge':
      await story.triesToMerge(who)
      return
    default:
      throw new Error(`no step is called "${verb}"`)
  }
}
