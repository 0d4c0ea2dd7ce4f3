import { defineConfig } from 'vitepress';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { filesOfTheRepository } from './files.mjs';
import { withoutTemplates } from './templates.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const page = (text, path) => ({ text, link: `/${path}` });

const guide = [
  {
    text: 'Begin',
    items: [
      page('Quick start', 'docs/QUICK_START'),
      page('What it promises', 'README'),
      {
        ...page('Migrate in five minutes', 'docs/systems/README'),
        items: ['autobot', 'chat', 'dashboard', 'nexus', 'wazuh'].map((name) =>
          page(name, `docs/systems/${name}`),
        ),
      },
    ],
  },
  {
    text: 'The client',
    items: [
      page('Authentication', 'docs/AUTHENTICATION'),
      page('Connection', 'docs/CONNECTION'),
      page('Offline', 'docs/OFFLINE'),
      page('Outbox', 'docs/OUTBOX'),
      page('Requests', 'docs/REQUESTS'),
      page('Types of messages', 'docs/MESSAGES'),
      page('Validation', 'docs/VALIDATION'),
      page('Profiles', 'docs/PROFILES'),
      page('Threads', 'docs/THREADS'),
      page('Without the module in it', 'docs/SLIM'),
      page('Security', 'docs/SECURITY'),
      page('Performance', 'docs/PERFORMANCE'),
    ],
  },
  {
    text: 'What users see',
    items: [
      page('React and Vue', 'docs/HOOKS'),
      page('Stores', 'docs/STORES'),
      page('Components', 'docs/COMPONENTS'),
      page('Terminal', 'docs/TERMINAL'),
      page('Tools for messages', 'docs/TOOLS'),
    ],
  },
  {
    text: 'When it does not work',
    items: [
      page('Troubleshooting', 'docs/TROUBLESHOOTING'),
      page('Looking inside', 'docs/INSPECTING'),
      page('Testing your app', 'docs/TESTING_YOUR_APP'),
    ],
  },
  {
    text: 'Facts',
    items: [
      page('Protocol', 'docs/PROTOCOL'),
      page('Versions', 'docs/VERSIONS'),
      page('Changelog', 'CHANGELOG'),
      page('Benchmark results', 'bench/RESULTS'),
      page('Reporting a weakness', 'SECURITY'),
      page('Licences of others', 'THIRD_PARTY_NOTICES'),
    ],
  },
];

const contributing = [
  {
    text: 'Contributing',
    items: [
      page('How we work', 'CONTRIBUTING'),
      page('Where do I go to change …', 'README#where-do-i-go-to-change'),
      page('How it is built', 'docs/ARCHITECTURE'),
    ],
  },
  {
    text: 'Tests',
    items: [
      page('What they are made of', 'docs/TESTING'),
      page('Simulation', 'docs/SIMULATION'),
      page('Fuzzing', 'docs/FUZZING'),
      page('The storm', 'docs/STORM'),
      page('Applications that use it', 'tests/consumers/README'),
    ],
  },
  {
    text: 'Servers and messages',
    items: [
      page('Catalogs of messages', 'src/wire/catalog/README'),
      page('Reference backend', 'web/server/README'),
      page('Its protocol', 'web/server/PROTOCOL'),
      page('The same in Python', 'web/server-fastapi/README'),
    ],
  },
];

/** One page for each entry of the package, which TypeDoc has written. */
const reference = [
  {
    text: 'Entries of the package',
    items: readdirSync(`${root}web/docs/api`, { recursive: true })
      .filter((name) => name.endsWith('.md') && name !== 'index.md')
      .map((name) => name.slice(0, -3))
      .sort()
      .map((name) => page(name, `api/${name}`)),
  },
  { text: 'C++', items: [{ text: 'Headers of the core', link: '/cpp/index.html', target: '_self' }] },
];

const asList = (items) =>
  items.flatMap(({ link, items: more = [] }) => [...(link ? [link] : []), ...asList(more)]);

/** Pages that no menu above names stand at the end of the guide, by their headings. */
const listed = new Set(asList([...guide, ...contributing]));
const others = readdirSync(`${root}docs`)
  .filter((name) => name.endsWith('.md') && !listed.has(`/docs/${name.slice(0, -3)}`))
  .map((name) =>
    page(readFileSync(`${root}docs/${name}`, 'utf8').split('\n')[0].slice(2), `docs/${name.slice(0, -3)}`),
  );
if (others.length > 0) guide.push({ text: 'More', items: others });

export default defineConfig({
  title: 'Chatwire',
  description: 'A WebSocket client for chat and agent frontends',
  lang: 'en',
  // The pages are the repository's own, where they lie: their links hold in both places.
  srcDir: '../..',
  srcExclude: ['build/**', 'dist/**', 'tests/docs/**', 'tests/consumers/*/**'],
  rewrites: { 'web/docs/index.md': 'index.md', 'web/docs/api/:entry(.*)': 'api/:entry' },
  outDir: '../../build/docs',
  cacheDir: '../../build/docs-cache',
  head: [['link', { rel: 'icon', href: '/icon.svg' }]],
  markdown: { config: (markdown) => markdown.use(filesOfTheRepository, root).use(withoutTemplates) },
  themeConfig: {
    logo: '/icon.svg',
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      page('Guide', 'docs/QUICK_START'),
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
      page('Troubleshooting', 'docs/TROUBLESHOOTING'),
      page('Contributing', 'CONTRIBUTING'),
    ],
    sidebar: {
      '/': guide,
      '/api/': reference,
      ...Object.fromEntries(
        asList(contributing)
          .filter((link) => !link.includes('#'))
          .map((link) => [link, contributing]),
      ),
    },
  },
});
