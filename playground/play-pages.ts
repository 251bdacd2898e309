import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { html, raw } from 'hono/html'
import { Changes } from '../src/board/live-changes.ts'
import { head } from '../src/board/layout.ts'
import { CSP } from '../src/board/pages.ts'
import { type Html, markdownHtml } from '../src/board/html-words.ts'
import type { IssueComment } from '@rfc-alignment/emulator/world/state.ts'
import { FILE, type Play, type Player, PLAYERS, ROLES, TOUR } from './play-story.ts'
import type { Stage } from './stage.ts'

const LONGEST_FORM = 300_000
/** What happens within this time is shown at once. */
const AT_ONCE_MS = 30

/** The pages of the playground: one pull request, in which one can be everybody. */
export function playPages(stage: Stage, play: Play): Hono {
  const pages = new Hono()
  pages.use('/playground/*', csrf(), bodyLimit({ maxSize: LONGEST_FORM }))
  pages.use('/playground/*', async (context, next) => {
    await next()
    context.header('content-security-policy', CSP)
    context.header('cache-control', 'no-store')
  })
  const changes = new Changes()
  const show = (as: Player, rejected: string | null) =>
    page({ stage, play, as, rejected, announced: changes.count })
  let isToldSoon = false
  const announceSoon = () => {
    if (isToldSoon) return
    isToldSoon = true
    setTimeout(() => {
      isToldSoon = false
      changes.announce()
    }, AT_ONCE_MS).unref()
  }
  // What the App writes is shown while it writes it.
  stage.github.onRequest(({ kind }) => {
    if (kind === 'write') announceSoon()
    return undefined
  })
  pages.get('/playground', (context) => context.html(show(who(context.req.query('as')), null)))
  pages.get('/playground/changes', (context) => changes.stream(context, async () => String(changes.count)))

  let before: Promise<unknown> = Promise.resolve()
  /** Runs clicks one after the other, so that two clicks or windows do not mix. */
  const inTurn = async (act: () => Promise<unknown>) => {
    const own = before.catch(() => {}).then(act)
    before = own
    await own
  }

  /** Does what a form asks for, and shows what came of it; what GitHub rejects is shown on the page. */
  const does =
    (act: (form: Record<string, string>, as: Player, context: Context) => Promise<unknown>) =>
    async (context: Context) => {
      const parsed = await context.req.parseBody()
      const form = Object.fromEntries(
        Object.entries(parsed).map(([name, value]) => [name, typeof value === 'string' ? value : '']),
      )
      const as = who(form.as)
      announceSoon()
      try {
        await inTurn(() => act(form, as, context))
        announceSoon()
        return context.redirect(`/playground?as=${as}`, 303)
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        return context.html(show(as, `GitHub rejected this: ${why}`), 409)
      }
    }
  // Browsers send line ends of their own.
  const lines = (text = '') => text.replaceAll('\r\n', '\n')
  pages.post(
    '/playground/say',
    does(async ({ text }, as) => play.say(as, lines(text))),
  )
  pages.post(
    '/playground/push',
    does(async ({ text }) => play.push(lines(text))),
  )
  pages.post(
    '/playground/edit',
    does(async ({ comment, text }, as) => play.edit(as, Number(comment), lines(text))),
  )
  pages.post(
    '/playground/delete',
    does(async ({ comment }, as) => play.remove(as, Number(comment))),
  )
  pages.post(
    '/playground/request-changes',
    does(async ({ text }, as) => play.requestChanges(as, lines(text))),
  )
  pages.post(
    '/playground/merge',
    does(async (_, as) => play.tryToMerge(as)),
  )
  pages.post(
    '/playground/next',
    does(async () => play.nextStep()),
  )
  pages.post(
    '/playground/reset',
    does(async () => play.reset()),
  )
  return pages
}

function who(name: string | undefined): Player {
  return PLAYERS.find((player) => player === name) ?? 'author'
}

interface Shown {
  readonly stage: Stage
  readonly play: Play
  readonly as: Player
  readonly rejected: string | null
  /** How many changes were announced before. */
  readonly announced: number
}

function page({ stage, play, as, rejected, announced }: Shown): Html {
  const pull = play.scene().pull()
  const isOpen = pull.state === 'open'
  return html`<!doctype html>
<html lang="en">
<head>
${head('Playground · RFC alignment')}
</head>
<body>
<header><strong>RFC alignment · playground</strong> <a href="/">Board of this playground</a>
<form method="post" action="/playground/reset">${hiddenAs(as)}<button>Start over</button></form></header>
<main id="main" class="play" data-changes="/playground/changes?since=${announced}">
<h1>${pull.title} <span class="quiet">#${pull.number}</span></h1>
${rejected === null ? '' : html`<p class="empty" id="rejected" role="alert">${rejected}</p>`}
<p>@author proposes to bill customers from events, in <a href="#the-rfc">an RFC</a> that names @ada, @linus, @grace and @barbara. It can be merged once all four have committed to its current text. You act as each of them: follow the tour with the coloured button, or choose a person and comment as you like.</p>
<div class="columns">
<div>
${checkBox(play)}
${tour(play, as)}
<h2>You are</h2>
<nav aria-label="Who you are"><ul class="players">${PLAYERS.map(
    (player) =>
      html`<li><a href="/playground?as=${player}"${player === as ? html` aria-current="true"` : ''}>@${player}</a> <span class="quiet">${ROLES[player]}</span></li>`,
  )}</ul></nav>
<h2>Comment as @${as}</h2>
<form method="post" action="/playground/say" class="write">${hiddenAs(as)}
<label>Comment<textarea name="text" rows="3" placeholder="/commit">${''}</textarea></label>
<span><button>Comment</button> <button formaction="/playground/request-changes">Request changes</button></span>
</form>
<p class="quiet">Try <code>/commit</code>, <code>/disagree-commit &lt;reason&gt;</code>, <code>/object &lt;reason&gt;</code>, <code>/heard</code>, <code>/answer #1 &lt;text&gt;</code>, <code>/add @margaret</code>, <code>/recuse &lt;reason&gt;</code>, or <code>/help</code>; as @margaret, <code>/release @ada &lt;reason&gt;</code>.</p>
${
  isOpen
    ? html`<form method="post" action="/playground/merge">${hiddenAs(as)}<button>Merge as @${as}</button></form>`
    : html`<p><span class="state merged">merged</span></p>`
}
</div>
<div>
<h2>Conversation</h2>
${play
  .scene()
  .comments()
  .map((comment) => commentBox(stage, comment, as))}
<h2 id="the-rfc">The RFC: ${FILE}</h2>
<details><summary>Read it</summary><div class="facts" tabindex="0" role="region" aria-label="The text of the RFC">${raw(markdownHtml(play.text().replace(/^---\n[\s\S]*?\n---\n/, '')))}</div></details>
<details><summary>Change it</summary>
<form method="post" action="/playground/push" class="write">${hiddenAs(as)}
<label>Text<textarea name="text" rows="24" spellcheck="false">${play.text()}</textarea></label>
<button>Push as @author</button>
</form></details>
</div>
</div>
</main>
</body>
</html>`
}

function hiddenAs(as: Player): Html {
  return html`<input type="hidden" name="as" value="${as}">`
}

/** What the check says, and the merge box under it. */
function checkBox(play: Play): Html {
  const run = play.scene().check()
  const merge = play.merge()
  const tone =
    run?.conclusion === 'success' ? 'committed' : run?.conclusion === 'failure' ? 'objection' : 'waiting'
  const sign = { committed: '✓', objection: '✗', waiting: '●' }[tone]
  return html`<section aria-label="The check" class="box">
<p role="status"><span class="state ${tone}">${sign} ${run?.conclusion ?? 'no check yet'}</span> <strong>${run?.title ?? ''}</strong></p>
<p class="quiet">${run?.name ?? ''} ${run?.conclusion === 'success' ? 'passes, so the pull request can be merged.' : "is required and doesn't pass, so the pull request can't be merged."}</p>
${merge === null ? '' : html`<p>Last attempt to merge: ${merge.merged ? 'merged.' : merge.answer}</p>`}
</section>`
}

function tour(play: Play, as: Player): Html {
  const next = TOUR[play.step()]
  if (!next)
    return html`<section class="box" aria-label="Tour"><p>The tour is complete. Try anything else, or choose <em>Start over</em>.</p></section>`
  const what = {
    say: `@${next.who} comments ${next.text}`,
    push: '@author pushes the revised text',
    merge: `@${next.who} tries to merge`,
  }
  return html`<section class="box" aria-label="Tour">
<p><strong>${play.step() + 1} of ${TOUR.length}.</strong> ${next.explains}</p>
<form method="post" action="/playground/next">${hiddenAs(as)}<button class="next">${what[next.does]}</button></form>
</section>`
}

function commentBox(stage: Stage, comment: IssueComment, as: Player): Html {
  const isApp = comment.authorId === stage.github.app.botId
  const login = isApp
    ? 'rfc-alignment'
    : (stage.github.world.state.accounts.get(comment.authorId)?.login ?? 'ghost')
  const shown = comment.body
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/<details><summary>How to respond[\s\S]*?<\/details>/g, '')
    .replaceAll(/<\/?(?:sub|details|summary)>/g, '')
  return html`<article id="comment-${comment.id}" class="box${isApp ? ' app' : ''}">
<p class="quiet">@${login}${isApp ? ' · this App' : ''}</p>
<div class="facts">${raw(markdownHtml(shown))}</div>
${
  isApp
    ? ''
    : html`<details><summary>Edit or delete as @${as}</summary>
<form method="post" action="/playground/edit" class="write">${hiddenAs(as)}<input type="hidden" name="comment" value="${comment.id}">
<label>Text<textarea name="text" rows="2">${comment.body}</textarea></label>
<span><button>Save</button> <button formaction="/playground/delete">Delete</button></span></form></details>`
}
</article>`
}
