import { useConnection, useMessages, useSend } from 'chatwire/react';
import { useState } from 'react';

export function Ticks() {
  const { state } = useConnection();
  const ticks = useMessages('tick');
  const send = useSend();
  const [clicks, setClicks] = useState(0);
  const click = () => {
    setClicks(clicks + 1);
    send('click', { count: clicks + 1 });
  };
  return (
    <section data-state={state}>
      <h2>first version</h2>
      <button onClick={click}>{clicks} clicks</button>
      <output>{ticks.map(({ payload }) => payload).join()}</output>
    </section>
  );
}
