import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { ChatSession } from './chat/chatSession.ts';
import { createClient } from './chat/client.ts';
import { chatId } from './chat/id.ts';
import { Demo } from './demo/demo.ts';
import './styles/index.css';

// Made once, outside React: the connection belongs to the page, not to a component.
const id = chatId();
const client = createClient(id);
const session = new ChatSession(client, id);
const demo = new Demo(client);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App session={session} demo={demo} />
  </StrictMode>,
);
