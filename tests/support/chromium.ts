import type { Page } from 'playwright-core';

export { launchChromium } from '../../scripts/lib/chromium.mjs';

/** What the page complained of: errors nobody caught, and what it wrote to the console as an error. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // What a stopped server refuses is written there by the browser itself.
    if (
      message.type() === 'error' &&
      !/WebSocket connection to|ERR_CONNECTION_REFUSED/.test(message.text())
    ) {
      complaints.push(message.text());
    }
  });
  return complaints;
}
