import type { ReactNode } from 'react';
import { Icon, type IconName } from '../../ui/Icon.tsx';

interface FaultButtonProps {
  name: string;
  icon: IconName;
  label: string;
  onPress: () => void;
  /** For a fault that lasts: whether it does now. */
  isOn?: boolean;
  isDisabled?: boolean;
  /** What it does, in a few words. */
  children: ReactNode;
}

export function FaultButton({ name, icon, label, onPress, isOn, isDisabled, children }: FaultButtonProps) {
  return (
    <button
      type="button"
      className="trouble"
      data-testid={`fault-${name}`}
      aria-pressed={isOn}
      disabled={isDisabled}
      onClick={onPress}
    >
      <Icon name={icon} />
      <span className="trouble-label">{label}</span>
      <span className="trouble-note">{children}</span>
    </button>
  );
}
