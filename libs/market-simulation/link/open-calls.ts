/** A margin call as its message has it; amounts in major units. */
export interface CallMessage {
  readonly callId: string;
  readonly account: string;
  readonly status: 'ISSUED' | 'PARTIALLY_MET' | 'MET' | 'OVERDUE' | 'CANCELLED';
  readonly currency: string;
  readonly amount: string;
  readonly outstanding: string;
  readonly requirement: string;
  /** Negative or zero. */
  readonly unsettled: string;
  readonly collateralValue: string;
  readonly reason: string;
  readonly dueAt: string;
  readonly paid?: string;
  /** Why the message comes again though nothing of the call changed. */
  readonly notice?: 'REMINDER' | 'ESCALATED';
}

/** The calls that are open, as the messages about them tell. */
export class OpenCalls {
  private readonly calls = new Map<string, CallMessage>();

  /** @returns whether this call was not known before */
  take(call: CallMessage): boolean {
    const isNew = !this.calls.has(call.callId) && call.status === 'ISSUED';
    if (call.status === 'MET' || call.status === 'CANCELLED') this.calls.delete(call.callId);
    else this.calls.set(call.callId, call);
    return isNew;
  }

  get(callId: string): CallMessage | undefined {
    return this.calls.get(callId);
  }

  /** Whether an account has an open call. */
  has(account: string): boolean {
    return this.list().some((call) => call.account === account);
  }

  list(): CallMessage[] {
    return [...this.calls.values()];
  }
}
