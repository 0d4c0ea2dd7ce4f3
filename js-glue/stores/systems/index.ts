import type { ChatMapper } from '../chatMapper.ts';
import { autobotMapper } from './autobot.ts';
import { chatMapper } from './chat.ts';
import { dashboardMapper } from './dashboard.ts';
import { nexusMapper } from './nexus.ts';
import { wazuhMapper } from './wazuh.ts';

const mappers: Readonly<Record<string, ChatMapper>> = {
  wazuh: wazuhMapper,
  chat: chatMapper,
  dashboard: dashboardMapper,
  nexus: nexusMapper,
  autobot: autobotMapper,
};

/** The mapper of a profile's system; nothing where none is known. */
export function mapperOf(profile: string): ChatMapper | undefined {
  return Object.hasOwn(mappers, profile) ? mappers[profile] : undefined;
}
