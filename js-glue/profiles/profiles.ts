import { autobot } from './autobot.ts';
import { base } from './base.ts';
import { chat } from './chat.ts';
import { dashboard } from './dashboard.ts';
import { nexus } from './nexus.ts';
import type { Profile } from './profile.ts';
import { wazuh } from './wazuh.ts';

/** Those that the option `profile` knows by their names. */
export const profiles = { base, wazuh, chat, dashboard, nexus, autobot } satisfies Record<string, Profile>;

/** Those that the option `profile` takes by name. */
export type ProfileName = keyof typeof profiles;
