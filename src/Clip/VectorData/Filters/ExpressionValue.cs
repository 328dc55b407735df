using System.Linq.Expressions;

namespace Clip.VectorData.Filters;

/// <summary>
/// Evaluates the parts of a filter that do not depend on the record. Captured variables are constants already, because
/// the abstraction's base class has replaced them.
/// </summary>
internal static class ExpressionValue
{
    /// <exception cref="NotSupportedException">The expression depends on something else.</exception>
    public static object? Of(Expression expression, Func<Expression, NotSupportedException> unsupported) =>
        expression switch
        {
            ConstantExpression constant => constant.Value,
            // Values are compared by what they are and not by their types, so that conversions change nothing.
            UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert when !Narrows(convert) =>
                Of(convert.Operand, unsupported),
            // C# passes an array to a method that takes a span by a conversion that an expression cannot evaluate.
            MethodCallExpression { Method.Name: "op_Implicit", Arguments: [var array] }
                when array.Type.IsArray => Of(array, unsupported),
            NewArrayExpression { NodeType: ExpressionType.NewArrayInit } array =>
                array.Expressions.Select(item => Of(item, unsupported)).ToList(),
            ListInitExpression list when list.Initializers.All(static item => item.Arguments.Count == 1) =>
                list.Initializers.Select(item => Of(item.Arguments[0], unsupported)).ToList(),
            _ when !DependsOnRecord.Find(expression) => Evaluate(expression),
            _ => throw unsupported(expression),
        };

    private static bool Narrows(UnaryExpression convert) =>
        (Nullable.GetUnderlyingType(convert.Type) ?? convert.Type) is { IsPrimitive: true } to
        && (Nullable.GetUnderlyingType(convert.Operand.Type) ?? convert.Operand.Type) is { } from && from != to
        && from != typeof(object);

    private static object? Evaluate(Expression expression) =>
        Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object)))
            .Compile(preferInterpretation: true)
            .Invoke();

    private sealed class DependsOnRecord : ExpressionVisitor
    {
        private bool _found;

        public static bool Find(Expression expression)
        {
            var visitor = new DependsOnRecord();
            visitor.Visit(expression);
            return visitor._found;
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            _found = true;
            return node;
        }
    }
}
