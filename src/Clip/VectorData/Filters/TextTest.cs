using System.Linq.Expressions;

namespace Clip.VectorData.Filters;

/// <summary>Tests of a text for a part, as filters write them.</summary>
internal static class TextTest
{
    /// <summary>The test that a call makes, of a text and its argument; null where it makes none.</summary>
    public static Func<string, string, bool>? Of(MethodCallExpression call)
    {
        if (call.Method.DeclaringType != typeof(string) || call.Object is null || call.Arguments.Count == 0
            || call.Arguments[0].Type != typeof(string))
        {
            return null;
        }
        // Without a comparison, C# compares code units in Contains and by culture in the others; the invariant culture
        // of a program without globalization compares code units too.
        var comparison = call.Arguments switch
        {
            [_] => StringComparison.Ordinal,
            [_, ConstantExpression { Value: StringComparison given }] => given,
            _ => (StringComparison?)null,
        };
        if (comparison is not { } how)
            return null;
        return call.Method.Name switch
        {
            nameof(string.Contains) => (text, part) => text.Contains(part, how),
            nameof(string.StartsWith) => (text, part) => text.StartsWith(part, how),
            nameof(string.EndsWith) => (text, part) => text.EndsWith(part, how),
            nameof(string.Equals) => (text, part) => text.Equals(part, how),
            _ => null,
        };
    }
}
