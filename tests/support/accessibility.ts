import axe from 'axe-core';

/** What axe-core finds wrong, one line each. Colours are looked at in a real browser: tests/browser. */
export async function violations(element: Element): Promise<string[]> {
  const { violations: found } = await axe.run(element, {
    // A component is no page.
    rules: { region: { enabled: false }, 'color-contrast': { enabled: false } },
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
