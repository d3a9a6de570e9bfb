import type { DefaultCommandBody, FillOrder } from '#libs/domain/inputs/inputs.js';

/** A step of a default with the fields of its type and no others; a null counts as left out. */
export function normaliseDefaultBody(body: DefaultCommandBody): DefaultCommandBody {
  switch (body.type) {
    case 'DECLARE_DEFAULT':
      return { type: body.type, member: body.member, reason: body.reason };
    case 'CONFIRM_DEFAULT':
    case 'WITHDRAW_DEFAULT':
    case 'CLOSE_DEFAULT':
      return { type: body.type, defaultId: body.defaultId };
    case 'PORT_CLIENT': {
      const { type, defaultId, account, toAccount } = body;
      return { type, defaultId, account, toAccount };
    }
    case 'HEDGE_DEFAULT':
    case 'CLOSE_OUT_DEFAULT': {
      const { type, defaultId, fills } = body;
      const fees = typeof body.fees === 'string' ? { fees: body.fees } : {};
      return { type, defaultId, fills: fills.map(normaliseFill), ...fees };
    }
    case 'SELL_COLLATERAL': {
      const sales = body.sales.map(({ account, asset, quantity, price }) => {
        return { account, asset, quantity, price };
      });
      return { type: body.type, defaultId: body.defaultId, sales };
    }
    case 'DETERMINE_LOSS': {
      const tearUp = typeof body.tearUp === 'boolean' ? { tearUp: body.tearUp } : {};
      return { type: body.type, defaultId: body.defaultId, ...tearUp };
    }
    case 'APPLY_LAYERS': {
      const next = typeof body.next === 'boolean' ? { next: body.next } : {};
      return { type: body.type, defaultId: body.defaultId, ...next };
    }
    case 'RECOVER': {
      const { type, defaultId, amount, reason } = body;
      return { type, defaultId, amount, reason };
    }
  }
}

function normaliseFill({ instrument, quantity, price, counterparty, account }: FillOrder): FillOrder {
  const named = typeof account === 'string' ? { account } : {};
  return { instrument, quantity, price, counterparty, ...named };
}
