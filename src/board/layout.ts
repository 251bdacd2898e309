import { html } from 'hono/html'
import type { Visitor } from './visitors.ts'
import type { Html } from './html-words.ts'

/** What every page is made of. */
export interface Page {
  readonly title: string
  /** The address without what it is narrowed by, to show which entry of the menu it is. */
  readonly path: string
  readonly visitor: Pick<Visitor, 'person' | 'csrf'>
  readonly body: Html | readonly Html[]
  /** A feed of the same. */
  readonly feed?: string
  /** The event stream that announces changes of the page. */
  readonly changes?: string
}

const MENU = [
  ['/', 'Board'],
  ['/me', 'For me'],
  ['/decisions', 'Decisions'],
  ['/insights', 'Insights'],
] as const

/** Returns a whole page. It works without JavaScript; with it, the page is kept up to date. */
export function layout({ title, path, visitor, body, feed, changes }: Page): Html {
  return html`<!doctype html>
<html lang="en">
<head>
${head(`${title} · RFC alignment`)}
${feed === undefined ? '' : html`<link rel="alternate" type="application/atom+xml" title="${title}" href="${feed}">`}
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header>
<nav aria-label="Pages">
<strong>RFC alignment</strong>
<ul>${MENU.map(
    ([to, name]) =>
      html`<li><a href="${to}"${to === path ? html` aria-current="page"` : ''}>${name}</a></li>`,
  )}</ul>
</nav>
${account(visitor)}
</header>
<main id="main"${changes === undefined ? '' : html` data-changes="${changes}"`}>
<h1>${title}</h1>
${body}
</main>
</body>
</html>`
}

/** Returns the head of every page. */
export function head(title: string): Html {
  return html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="same-origin">
<title>${title}</title>
<link rel="stylesheet" href="/assets/style.css">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<script type="module" src="/assets/live.js"></script>`
}

function account({ person, csrf }: Page['visitor']): Html {
  if (!person) return html`<p class="account"><a href="/sign-in">Sign in with GitHub</a></p>`
  return html`<form class="account" method="post" action="/sign-out">
<span>@${person.login}</span>
<input type="hidden" name="csrf" value="${csrf}">
<button>Sign out</button>
</form>`
}
