using System.Buffers;
using System.Linq.Expressions;
using Clip.VectorData.Filters;

namespace Clip.VectorData.Pictures;

/// <summary>
/// Translates the expression of a filter into the filter that an index applies before it searches, as far as that goes:
/// the date, the camera, the place, the size, the folder and the name.
/// </summary>
internal static class PictureFilterTranslator
{
    private const string Width = "File.Width";
    private const string Height = "File.Height";
    private const string Captured = "File.Metadata.Captured";
    private const string Camera = "File.Metadata.Camera";
    private const string Place = "File.Metadata.Place";
    private const string FilePath = "Path";

    private static readonly SearchValues<char> GlobCharacters = SearchValues.Create("/*?[]{}\\!");

    /// <exception cref="NotSupportedException">A part of the filter cannot be translated.</exception>
    public static PictureFilter Translate(Expression<Func<PictureHit, bool>> filter)
    {
        var conditions = new PictureConditions();
        Add(filter.Body, conditions);
        return conditions.ToFilter();
    }

    private static void Add(Expression expression, PictureConditions conditions)
    {
        switch (expression)
        {
            case BinaryExpression { NodeType: ExpressionType.AndAlso } both:
                Add(both.Left, conditions);
                Add(both.Right, conditions);
                return;
            case BinaryExpression { NodeType: ExpressionType.OrElse }:
                AddAny([.. Alternatives(expression)], conditions);
                return;
            case UnaryExpression { NodeType: ExpressionType.Not } negation when Glob(negation.Operand) is { } glob:
                conditions.Exclude(glob);
                return;
            case BinaryExpression comparison when PropertyOf(comparison.Left) is { } property:
                Compare(property, comparison.NodeType, Value(comparison.Right), conditions, comparison);
                return;
            case BinaryExpression comparison when PropertyOf(comparison.Right) is { } property:
                Compare(property, Mirrored(comparison.NodeType), Value(comparison.Left), conditions, comparison);
                return;
            case MethodCallExpression { Method.Name: nameof(string.StartsWith), Object: { } text } call
                when PropertyOf(text) == FilePath && Value(call.Arguments[0]) is string { Length: > 1 } folder
                    && folder.EndsWith('/') && !folder.StartsWith('/'):
                conditions.In(folder.TrimEnd('/'));
                return;
            case MethodCallExpression { Method: { Name: nameof(GeoCircle.Contains), DeclaringType: var type } } call
                when type == typeof(GeoCircle) && PropertyOf(call.Arguments[0]) == Place:
                conditions.Near((GeoCircle)Value(call.Object!)!);
                return;
            case ConstantExpression { Value: true }:
                return;
            default:
                AddAny([expression], conditions);
                return;
        }
    }

    /// <summary>Adds conditions of which one must be met: of names, or of cameras.</summary>
    private static void AddAny(List<Expression> alternatives, PictureConditions conditions)
    {
        var globs = alternatives.ConvertAll(Glob);
        if (!globs.Contains(null))
        {
            conditions.Include(globs!);
            return;
        }
        var cameras = alternatives.ConvertAll(CameraName);
        if (cameras.Contains(null))
            throw Unsupported(alternatives[cameras.IndexOf(null)]);
        conditions.Camera(cameras!);
    }

    private static void Compare(
        string property, ExpressionType comparison, object? value, PictureConditions conditions, Expression whole)
    {
        switch (property, comparison, value)
        {
            case (Width or Height, ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual, int pixels):
                var least = comparison == ExpressionType.GreaterThan && pixels < int.MaxValue ? pixels + 1 : pixels;
                if (property == Width)
                    conditions.MinWidth(least);
                else
                    conditions.MinHeight(least);
                return;
            case (Captured, ExpressionType.GreaterThanOrEqual, DateTime time):
                conditions.From(time);
                return;
            case (Captured, ExpressionType.GreaterThan, DateTime time):
                conditions.From(Next(time));
                return;
            case (Captured, ExpressionType.LessThan, DateTime time):
                conditions.Before(time);
                return;
            case (Captured, ExpressionType.LessThanOrEqual, DateTime time):
                conditions.Before(Next(time));
                return;
            case (Captured, ExpressionType.Equal, DateTime time):
                conditions.From(time);
                conditions.Before(Next(time));
                return;
            default:
                throw Unsupported(whole);
        }
    }

    /// <summary>The glob of a condition on the path; null for another condition.</summary>
    private static string? Glob(Expression expression) => expression switch
    {
        MethodCallExpression { Method: { Name: nameof(PictureHit.PathMatches), DeclaringType: var type } } call
            when type == typeof(PictureHit) && call.Object is ParameterExpression =>
            (string)Value(call.Arguments[0])!,
        MethodCallExpression { Method.Name: nameof(string.EndsWith), Object: { } text } call
            when PropertyOf(text) == FilePath && Value(call.Arguments[0]) is string end && IsLiteral(end) => "*" + end,
        _ => null,
    };

    /// <summary>The text of a condition that the camera's name contains one; null for another condition.</summary>
    private static string? CameraName(Expression expression) =>
        expression is MethodCallExpression { Method.Name: nameof(string.Contains), Object: { } text } call
            && PropertyOf(text) == Camera
            ? Value(call.Arguments[0]) as string
            : null;

    private static IEnumerable<Expression> Alternatives(Expression expression) =>
        expression is BinaryExpression { NodeType: ExpressionType.OrElse } either
            ? Alternatives(either.Left).Concat(Alternatives(either.Right))
            : [expression];

    /// <summary>The properties that lead from a picture to a value; null where it is not one of a picture's.</summary>
    private static string? PropertyOf(Expression? expression) => expression switch
    {
        UnaryExpression { NodeType: ExpressionType.Convert, Operand: var operand } => PropertyOf(operand),
        MemberExpression { Member.Name: nameof(Nullable<>.Value), Expression: { } nullable }
            when Nullable.GetUnderlyingType(nullable.Type) is not null => PropertyOf(nullable),
        MemberExpression { Expression: ParameterExpression, Member.Name: var name } => name,
        MemberExpression { Expression: { } parent, Member.Name: var name } when PropertyOf(parent) is { } path =>
            $"{path}.{name}",
        _ => null,
    };

    private static object? Value(Expression expression) => ExpressionValue.Of(expression, Unsupported);

    private static DateTime Next(DateTime time) => time == DateTime.MaxValue ? time : time.AddTicks(1);

    /// <summary>Whether a text means itself in a glob, within a name.</summary>
    private static bool IsLiteral(string text) => !text.AsSpan().ContainsAny(GlobCharacters);

    private static ExpressionType Mirrored(ExpressionType comparison) => comparison switch
    {
        ExpressionType.LessThan => ExpressionType.GreaterThan,
        ExpressionType.LessThanOrEqual => ExpressionType.GreaterThanOrEqual,
        ExpressionType.GreaterThan => ExpressionType.LessThan,
        ExpressionType.GreaterThanOrEqual => ExpressionType.LessThanOrEqual,
        _ => comparison,
    };

    private static NotSupportedException Unsupported(Expression expression) => new(
        $"The filter's part '{expression}' cannot be applied by an index. It applies lower bounds of File.Width and "
        + "File.Height, bounds of File.Metadata.Captured, File.Metadata.Camera.Contains, a GeoCircle that contains "
        + "File.Metadata.Place, Path.StartsWith of a folder with its '/', Path.EndsWith of a name's end, and "
        + "PathMatches; scores have a threshold of their own.");
}
