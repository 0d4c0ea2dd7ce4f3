/** Debian's, unless the environment names another one. */
export const chromiumPath = process.env.CHATWIRE_CHROMIUM || '/usr/bin/chromium';

/** Headless; its background services would ask for hosts that a test machine may not reach. */
export async function launchChromium() {
  // Loaded here: scripts must also load where npm packages are not installed yet.
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
}
