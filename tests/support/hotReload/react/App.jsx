import { ChatProvider } from 'chatwire/react';
import { Ticks } from './Ticks.jsx';

const options = { url: new URLSearchParams(location.search).get('server'), profile: 'base' };

export function App() {
  return (
    <ChatProvider options={options}>
      <h1>first app</h1>
      <Ticks />
    </ChatProvider>
  );
}
