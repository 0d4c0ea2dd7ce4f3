import { useStore } from 'zustand';
import { useVisit } from '../../clients/useVisit.ts';
import { TabHeader } from '../../ui/TabHeader.tsx';
import { AskCard } from './AskCard.tsx';
import { AskForm } from './AskForm.tsx';
import { AskWelcome } from './AskWelcome.tsx';
import { asks } from './asks.ts';
import { AskProblemNote } from './AskProblemNote.tsx';
import { askClientFor, signInMethod } from './signIn.ts';
import { SignInCard } from './SignInCard.tsx';
import { UsageCard } from './UsageCard.tsx';

/** The `nexus` system: questions, each with its answer, whatever the order in which those come. */
export function AskTab() {
  const { method } = useStore(signInMethod);
  const { asks: list, complaint } = useStore(asks.store);
  const client = askClientFor(method);
  useVisit(client);
  const ask = (question: string, team = '') => asks.ask(client, question, team);

  return (
    <>
      <TabHeader title="Ask" lead="Each answer finds its question" client={client} />
      <div className="ask">
        <div className="ask-main">
          <AskForm onAsk={ask} />
          {complaint && <AskProblemNote problem={complaint} onDismiss={() => asks.dismissComplaint()} />}
          {list.length === 0 ? (
            <AskWelcome onAsk={ask} />
          ) : (
            <ol className="asks" aria-label="Questions, the latest first" data-testid="asks">
              {list.map((each) => (
                <AskCard key={each.id} ask={each} onAskAgain={() => asks.askAgain(client, each.id)} />
              ))}
            </ol>
          )}
        </div>
        <aside className="ask-side" aria-label="Session">
          <SignInCard />
          <UsageCard asks={list} onClear={() => asks.clear()} />
        </aside>
      </div>
    </>
  );
}
