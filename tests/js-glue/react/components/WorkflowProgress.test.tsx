// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { WorkflowProgress } from 'chatwire/react/components';
import type { Workflow, WorkflowStep } from 'chatwire/stores';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { violations } from '../../../support/accessibility.ts';

afterEach(cleanup);

const steps: WorkflowStep[] = [
  { number: 1, description: 'Read the log', status: 'done', result: '12 lines' },
  { number: 2, description: 'Delete it', status: 'running' },
  { number: 3, description: 'Report', status: 'waiting' },
];

const running: Workflow = {
  ...{ id: 'w1', goal: 'Clean up', thought: 'First the log', steps, current: 2 },
  ...{ status: 'running', summary: '' },
};

const held: Workflow = {
  ...running,
  approval: { description: 'Delete the log?', action: 'delete_file', details: { path: '/var/log/x' } },
};

const card = () => screen.getByRole('article', { name: 'Workflow: Clean up' });
const state = () => within(card()).getByRole('status').textContent;
const button = (name: string) => within(card()).getByRole('button', { name });

describe('WorkflowProgress', () => {
  it('shows the goal, the thought, each step as it stands, and how many are done', () => {
    render(<WorkflowProgress workflow={running} />);
    expect(state()).toBe('Running');
    expect(card().textContent).toContain('First the log');
    const items = within(card()).getAllByRole('listitem');
    expect(items.map((item) => [item.dataset['status'], item.textContent])).toEqual([
      ['done', 'done: Read the log12 lines'],
      ['running', 'running: Delete it'],
      ['waiting', '3to do: Report'],
    ]);
    const bar = within(card()).getByRole('progressbar', { name: 'Steps done' });
    expect([bar.getAttribute('value'), bar.getAttribute('max')]).toEqual(['1', '3']);
    expect(card().textContent).toContain('1 of 3 steps');
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('asks for the word of the user, and tells it', () => {
    const onApprove = vi.fn();
    const onDeny = vi.fn();
    render(<WorkflowProgress workflow={held} onApprove={onApprove} onDeny={onDeny} />);
    expect(state()).toBe('Waiting for you');
    const approval = screen.getByRole('group', { name: 'Approval' });
    expect(approval.textContent).toContain('Delete the log?delete_file');
    expect(approval.textContent).toContain('"path": "/var/log/x"');
    expect(within(card()).getAllByRole('listitem')[1]!.textContent).toBe('Waiting for you: Delete it');

    fireEvent.click(button('Approve'));
    fireEvent.click(button('Deny'));
    expect([onApprove.mock.calls.length, onDeny.mock.calls.length]).toEqual([1, 1]);
    expect(document.activeElement).toBe(card());
  });

  it.each([
    ['approve', 'You approved.'],
    ['deny', 'You denied.'],
  ] as const)('says what the user has decided while the server does not know: %s', (pending, words) => {
    render(<WorkflowProgress workflow={{ ...held, pending }} onApprove={vi.fn()} onCancel={vi.fn()} />);
    expect(screen.getByRole('group', { name: 'Approval' }).textContent).toContain(words);
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    expect(button('Cancel')).toHaveProperty('disabled', true);
  });

  it('can be cancelled while it runs, once', () => {
    const onCancel = vi.fn();
    const { rerender } = render(<WorkflowProgress workflow={running} onCancel={onCancel} />);
    fireEvent.click(button('Cancel'));
    expect(onCancel).toHaveBeenCalledTimes(1);
    rerender(<WorkflowProgress workflow={{ ...running, pending: 'cancel' }} onCancel={onCancel} />);
    expect(button('Cancelling…')).toHaveProperty('disabled', true);
  });

  it.each(['completed', 'failed', 'cancelled', 'lost'] as const)('ends: %s', (status) => {
    const workflow: Workflow = { ...held, status, summary: 'That was it' };
    render(<WorkflowProgress workflow={workflow} onApprove={vi.fn()} onCancel={vi.fn()} />);
    expect(card().dataset['status']).toBe(status);
    expect(state().toLowerCase()).toBe(status);
    expect(card().textContent).toContain('That was it');
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('speaks other languages', () => {
    render(<WorkflowProgress workflow={running} labels={{ workflow: (goal) => `Plan: ${goal}` }} />);
    expect(screen.getByRole('article', { name: 'Plan: Clean up' })).toBeTruthy();
  });

  it('S10: shows markup as the text that it is', () => {
    const hostile = '<img src=x onerror=alert(1)>';
    render(
      <WorkflowProgress
        workflow={{
          ...held,
          ...{ goal: hostile, thought: hostile, summary: hostile },
          steps: [{ number: 1, description: hostile, status: 'failed', result: hostile }],
          approval: { description: hostile, action: hostile, details: { hostile } },
        }}
      />,
    );
    expect(document.querySelector('img')).toBeNull();
  });

  it('has nothing that axe-core minds, and renders on a server', async () => {
    const { container } = render(
      <WorkflowProgress workflow={held} onApprove={vi.fn()} onDeny={vi.fn()} onCancel={vi.fn()} />,
    );
    expect(await violations(container)).toEqual([]);
    const complaints = vi.spyOn(console, 'error');
    expect(renderToString(<WorkflowProgress workflow={held} />)).toContain('Clean up');
    expect(complaints).not.toHaveBeenCalled();
    complaints.mockRestore();
  });
});
