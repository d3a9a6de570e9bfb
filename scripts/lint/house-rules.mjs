/** Lint rules of this house, for what the linter's own rules cannot say. */

const isNamed = (node, name) => node?.type === 'Identifier' && node.name === name;

/** `new Date()` and `Date()` read the clock; `new Date(ms)` only converts. */
const noClock = {
  create(context) {
    const report = (node) =>
      context.report({ node, message: 'The domain has no clock: take the time as a parameter.' });
    return {
      NewExpression(node) {
        if (isNamed(node.callee, 'Date') && node.arguments.length === 0) report(node);
      },
      CallExpression(node) {
        if (isNamed(node.callee, 'Date')) report(node);
      },
    };
  },
};

/** The domain is plain computation: nothing in it waits. */
const noAsync = {
  create(context) {
    const message = 'Nothing in the domain is asynchronous.';
    const check = (node) => {
      if (node.async) context.report({ node, message });
    };
    return {
      FunctionDeclaration: check,
      FunctionExpression: check,
      ArrowFunctionExpression: check,
      AwaitExpression: (node) => context.report({ node, message }),
      NewExpression(node) {
        if (isNamed(node.callee, 'Promise')) context.report({ node, message });
      },
    };
  },
};

/** `x as unknown as T` silences the compiler where it is right. */
const noDoubleAssertion = {
  create(context) {
    return {
      TSAsExpression(node) {
        const inner = node.expression;
        if (inner.type !== 'TSAsExpression') return;
        if (inner.typeAnnotation.type !== 'TSUnknownKeyword') return;
        context.report({ node, message: 'Check the value instead of asserting its type twice.' });
      },
    };
  },
};

/** A test without a kind would be run by nobody. */
const testKind = {
  create(context) {
    return {
      Program(node) {
        if (/\.(unit|int|e2e|sim)\.spec\.ts$/.test(context.filename)) return;
        const message =
          'The kind of a test is in its name: .unit.spec.ts, .int.spec.ts, .e2e.spec.ts, .sim.spec.ts.';
        context.report({ node, message });
      },
    };
  },
};

export default {
  meta: { name: 'house' },
  rules: {
    'no-clock': noClock,
    'no-async': noAsync,
    'no-double-assertion': noDoubleAssertion,
    'test-kind': testKind,
  },
};
