import { chromium, type Browser, type Page } from 'playwright-core';

/** Debian's Chromium. Its background services would ask for hosts that a test machine may not reach. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHATWIRE_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
}

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
