/** A plugin of markdown-it. Pages are no Vue templates: double braces in a sentence are braces. */
export function withoutTemplates(markdown) {
  for (const kind of ['text', 'code_inline']) {
    const render = markdown.renderer.rules[kind];
    markdown.renderer.rules[kind] = (...args) => render(...args).replaceAll('{{', '&#123;&#123;');
  }
}
