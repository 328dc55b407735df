using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Clip.VectorData.Records;
using Microsoft.Extensions.VectorData.ProviderServices;
using Microsoft.Extensions.VectorData.ProviderServices.Filter;

namespace Clip.VectorData.Filters;

/// <summary>
/// Translates a filter's expression into a condition on kept records: comparisons of properties with values, their
/// combinations, <c>Contains</c> and <c>Any</c> over arrays and lists, and the usual tests of texts. Nothing is
/// compiled, so that it works ahead of time too.
/// </summary>
internal sealed class RecordFilter : FilterTranslatorBase
{
    private readonly RecordMapper _mapper;

    private RecordFilter(RecordMapper mapper) => _mapper = mapper;

    /// <param name="filter">A condition on the caller's records.</param>
    /// <param name="model">Their properties.</param>
    /// <param name="mapper">Reads the properties of kept records.</param>
    /// <exception cref="NotSupportedException">A part of the expression cannot be translated.</exception>
    /// <exception cref="InvalidOperationException">It names a property that the model does not have.</exception>
    public static Func<RecordRow, bool> Translate(LambdaExpression filter, CollectionModel model, RecordMapper mapper)
    {
        var translator = new RecordFilter(mapper);
        var body = translator.PreprocessFilter(filter, model, new FilterPreprocessingOptions());
        return translator.Condition(body);
    }

    private Func<RecordRow, bool> Condition(Expression expression)
    {
        switch (expression)
        {
            case BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } both
                when both.Type == typeof(bool):
                {
                    var (left, right) = (Condition(both.Left), Condition(both.Right));
                    return row => left(row) && right(row);
                }
            case BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } either
                when either.Type == typeof(bool):
                {
                    var (left, right) = (Condition(either.Left), Condition(either.Right));
                    return row => left(row) || right(row);
                }
            case UnaryExpression { NodeType: ExpressionType.Not } negation when negation.Type == typeof(bool):
                var negated = Condition(negation.Operand);
                return row => !negated(row);
            case BinaryExpression binary when ValueComparison.Of(binary.NodeType) is { } comparison:
                {
                    var (left, right) = (Value(binary.Left), Value(binary.Right));
                    return row => comparison(left(row), right(row));
                }
            case MethodCallExpression call:
                return Call(call);
            default:
                var value = expression.Type == typeof(bool) ? Value(expression) : throw Unsupported(expression);
                return row => value(row) is true;
        }
    }

    private Func<RecordRow, bool> Call(MethodCallExpression call)
    {
        if (TryMatchContains(call, out var source, out var item))
        {
            var (items, wanted) = (Value(source), Value(item));
            return row => items(row) is IEnumerable all && Contains(all, wanted(row));
        }
        if (call is { Method.Name: nameof(Enumerable.Any), Arguments: [var values, var test] }
            && call.Method.DeclaringType == typeof(Enumerable) && Lambda(test) is { } predicate)
        {
            var (items, condition) = (Value(values), ElementCondition.Translate(predicate, Unsupported));
            return row => items(row) is IEnumerable all && all.Cast<object?>().Any(condition);
        }
        if (TextTest.Of(call) is { } textTest)
        {
            var (text, argument) = (Value(call.Object!), Value(call.Arguments[0]));
            return row => text(row) is string whole && argument(row) is string part && textTest(whole, part);
        }
        if (call.Type == typeof(bool) && TryBindProperty(call, out var property))
        {
            var value = _mapper.Reader(property);
            return row => value(row) is true;
        }
        throw Unsupported(call);
    }

    private Func<RecordRow, object?> Value(Expression expression)
    {
        if (TryBindProperty(expression, out var property))
            return Reader(property);
        switch (expression)
        {
            // Of a nullable property; what the abstraction's base class has not evaluated is about the record.
            case MemberExpression { Member.Name: nameof(Nullable<>.Value), Expression: { } nullable }
                when Nullable.GetUnderlyingType(nullable.Type) is not null:
                return Value(nullable);
            case MemberExpression { Member.Name: nameof(Nullable<>.HasValue), Expression: { } nullable }
                when Nullable.GetUnderlyingType(nullable.Type) is not null:
                var read = Value(nullable);
                return row => read(row) is not null;
            default:
                var constant = ExpressionValue.Of(expression, Unsupported);
                return _ => constant;
        }
    }

    private Func<RecordRow, object?> Reader(PropertyModel property) => property is VectorPropertyModel
        ? throw new NotSupportedException(
            $"The filter compares property '{property.ModelName}', which is a vector. Filter by keys and data.")
        : _mapper.Reader(property);

    /// <summary>
    /// As the base class binds, but a number may be widened, as C# does before it compares a small integer.
    /// </summary>
    protected override bool TryBindProperty(
        Expression expression, [NotNullWhen(true)] out PropertyModel? propertyModel)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert } convert
            && IsSameOrWider(convert.Operand.Type, convert.Type))
        {
            expression = convert.Operand;
        }
        return base.TryBindProperty(expression, out propertyModel);
    }

    private static bool IsSameOrWider(Type from, Type to)
    {
        from = Nullable.GetUnderlyingType(from) ?? from;
        to = Nullable.GetUnderlyingType(to) ?? to;
        return from == to || (from.IsPrimitive && from != typeof(bool)
            && (to == typeof(int) || to == typeof(long) || to == typeof(double) || to == typeof(float)
                || to == typeof(decimal) || to == typeof(uint) || to == typeof(ulong)));
    }

    private static bool Contains(IEnumerable items, object? wanted)
    {
        foreach (var item in items)
        {
            if (KeptValues.AreEqual(item, wanted))
                return true;
        }
        return false;
    }

    private static LambdaExpression? Lambda(Expression expression) => expression switch
    {
        LambdaExpression lambda => lambda,
        UnaryExpression { NodeType: ExpressionType.Quote, Operand: LambdaExpression quoted } => quoted,
        _ => null,
    };

    private static NotSupportedException Unsupported(Expression expression) => new(
        $"The filter's part '{expression}' cannot be translated. Compare properties with values; combine comparisons "
        + "with and, or and not; use Contains and Any over arrays and lists, or Contains, StartsWith and EndsWith of "
        + "texts.");
}
