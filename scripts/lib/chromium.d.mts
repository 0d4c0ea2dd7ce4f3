import type { Browser } from 'playwright-core';

/** Headless Chromium. */
export function launchChromium(): Promise<Browser>;
