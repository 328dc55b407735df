using System.Collections;
using System.Linq.Expressions;
using Clip.VectorData.Records;
using Microsoft.Extensions.VectorData.ProviderServices.Filter;

namespace Clip.VectorData.Filters;

/// <summary>
/// Translates the condition of <c>Any</c> on the elements of an array or list: whether an element is among some values,
/// or how it compares with one.
/// </summary>
internal sealed class ElementCondition : FilterTranslatorBase
{
    public static Func<object?, bool> Translate(
        LambdaExpression predicate, Func<Expression, NotSupportedException> unsupported)
    {
        var element = predicate.Parameters[0];
        switch (predicate.Body)
        {
            case MethodCallExpression call
                when TryMatchContains(call, out var source, out var item) && Unwrapped(item) == element:
                var values = ((IEnumerable)ExpressionValue.Of(source, unsupported)!).Cast<object?>().ToList();
                return tested => values.Exists(value => KeptValues.AreEqual(value, tested));
            case BinaryExpression binary when ValueComparison.Of(binary.NodeType) is { } comparison:
                if (Unwrapped(binary.Left) == element)
                {
                    var right = ExpressionValue.Of(binary.Right, unsupported);
                    return tested => comparison(tested, right);
                }
                if (Unwrapped(binary.Right) == element)
                {
                    var left = ExpressionValue.Of(binary.Left, unsupported);
                    return tested => comparison(left, tested);
                }
                break;
            case MethodCallExpression call when TextTest.Of(call) is { } test && call.Object == element:
                var part = ExpressionValue.Of(call.Arguments[0], unsupported) as string;
                return tested => tested is string text && part is not null && test(text, part);
        }
        throw unsupported(predicate);
    }

    private static Expression Unwrapped(Expression expression) =>
        expression is UnaryExpression { NodeType: ExpressionType.Convert } convert
            ? Unwrapped(convert.Operand)
            : expression;
}
