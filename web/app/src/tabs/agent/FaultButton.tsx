import type { ReactNode } from 'react';
import { Icon, type IconName } from '../../ui/Icon.tsx';

interface FaultButtonProps {
  name: string;
  icon: IconName;
  label: string;
  onPress: () => void;
  /** What it does, in a few words. */
  children: ReactNode;
}

export function FaultButton({ name, icon, label, onPress, children }: FaultButtonProps) {
  return (
    <button
      type="button"
      className="fault-button"
      data-testid={`fault-${name}`}
      // A mouse leaves the focus where it is: who is typing goes on typing.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      <Icon name={icon} />
      <span className="fault-label">{label}</span>
      <span className="fault-note">{children}</span>
    </button>
  );
}
