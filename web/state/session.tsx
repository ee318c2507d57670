import { createContext, useContext } from 'react';
import type { Permission, Session } from '../../src/hub/api.ts';
import type { HubClient } from '../api/client.ts';

export interface SessionState {
  readonly session: Session;
  readonly hub: HubClient;
  /** Stores a preference and draws in it. */
  readonly prefer: (preferences: Partial<Pick<Session, 'language' | 'theme'>>) => Promise<void>;
  readonly leave: () => Promise<void>;
}

export const SessionContext = createContext<SessionState | undefined>(undefined);

/** Inside the frame there is always a session: the login page stands before it. */
export function useSession(): SessionState {
  const state = useContext(SessionContext);
  if (state === undefined) throw new Error('no session above this component');
  return state;
}

/** Whether the account may do something, with its own eyes: borrowed ones only look. */
export function useMay(): (permission: Permission) => boolean {
  const { session } = useSession();
  return (permission) => session.seeingAs === undefined && session.permissions.includes(permission);
}
