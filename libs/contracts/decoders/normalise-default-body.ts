import type {
  DefaultCommandBody,
  FillOrder,
  LotOrder,
  SaleOrder,
} from '#libs/domain/inputs/inputs.js';

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
    case 'OPEN_AUCTION': {
      const closesAt = typeof body.closesAt === 'string' ? { closesAt: body.closesAt } : {};
      return {
        type: body.type,
        defaultId: body.defaultId,
        lots: body.lots.map(normaliseLot),
        ...closesAt,
      };
    }
    case 'CLOSE_AUCTION': {
      const { type, defaultId } = body;
      const award =
        typeof body.withoutAward === 'boolean' ? { withoutAward: body.withoutAward } : {};
      return { type, defaultId, ...award };
    }
    case 'SELL_COLLATERAL': {
      return { type: body.type, defaultId: body.defaultId, sales: body.sales.map(normaliseSale) };
    }
    case 'LIQUIDATE_ACCOUNT': {
      const { type, account, fills } = body;
      const bucket = typeof body.bucket === 'string' ? { bucket: body.bucket } : {};
      const sales = Array.isArray(body.sales) ? { sales: body.sales.map(normaliseSale) } : {};
      const fees = typeof body.fees === 'string' ? { fees: body.fees } : {};
      return { type, account, ...bucket, fills: fills.map(normaliseFill), ...sales, ...fees };
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

function normaliseFill({
  instrument,
  quantity,
  price,
  counterparty,
  ...optional
}: FillOrder): FillOrder {
  const { account, client, counterpartyClient, counterpartyEffect } = optional;
  return {
    instrument,
    quantity,
    price,
    counterparty,
    ...(typeof account === 'string' ? { account } : {}),
    ...(typeof client === 'string' ? { client } : {}),
    ...(typeof counterpartyClient === 'string' ? { counterpartyClient } : {}),
    ...(typeof counterpartyEffect === 'string' ? { counterpartyEffect } : {}),
  };
}

function normaliseLot({ lot, positions, reserve }: LotOrder): LotOrder {
  return {
    lot,
    positions: positions.map(({ instrument, quantity, account }) => {
      return { instrument, quantity, ...(typeof account === 'string' ? { account } : {}) };
    }),
    ...(typeof reserve === 'string' ? { reserve } : {}),
  };
}

const normaliseSale = ({ account, asset, quantity, price }: SaleOrder): SaleOrder => ({
  account,
  asset,
  quantity,
  price,
});
