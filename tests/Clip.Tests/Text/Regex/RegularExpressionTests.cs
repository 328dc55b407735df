using System.Text;
using Clip.Text.Normalizers;
using Clip.Text.Patterns;
using Clip.Text.Unicode;

namespace Clip.Tests.Text.Regex;

/// <summary>
/// Regular expressions beyond those of the golden configurations: rejected ones, hostile ones, and edge cases.
/// </summary>
public class RegularExpressionTests
{
    [Theory]
    [InlineData(@"(a)\1")]
    [InlineData(@"\k<name>")]
    [InlineData(@"\X")]
    [InlineData(@"\G")]
    [InlineData(@"(?x) a")]
    [InlineData(@"(?~ab)")]
    [InlineData(@"\p{Han}")]
    [InlineData(@"\p{Nonsense}")]
    [InlineData(@"[[:alpha:]]")]
    [InlineData(@"(?i)é")]
    [InlineData(@"(?i)ss")]
    [InlineData(@"(?i)\p{Lu}")]
    [InlineData(@"a{3}?")]
    [InlineData(@"a{5,2}")]
    [InlineData(@"a{100000}")]
    [InlineData(@"[\d-z]")]
    [InlineData(@"[b-a]")]
    [InlineData(@"*a")]
    [InlineData(@"(a")]
    [InlineData(@"a)")]
    [InlineData(@"[a")]
    [InlineData(@"\x{110000}")]
    [InlineData(@"a\")]
    [InlineData(@"(((a{1000}){1000}){1000}){1000}")]
    [InlineData(@"((((|){1000}){1000}){1000}){1000}")]
    public void Invalid_and_unsupported_expressions_are_rejected(string expression) => AssertRejected(expression);

    [Fact]
    public void Excessive_nesting_is_rejected()
    {
        AssertRejected(new string('(', 100_000));
        AssertRejected(new string('[', 100_000));
        AssertRejected("a" + Repeat("{0,1}", 100_000));
        AssertRejected("a" + new string('+', 100_000));
        AssertRejected($"{Repeat("(?:(?>", 40)}a{Repeat(")+)+", 40)}");
    }

    [Fact]
    public void An_intersection_can_have_any_number_of_parts()
    {
        var expression = $"[{string.Join("&&", Enumerable.Repeat("é", 100_000))}]";

        Assert.True(RegexPattern.Create(expression).TryFind("aé"u8, 0, out var start, out _));
        Assert.Equal(1, start);
    }

    [Theory]
    [InlineData("(a+)+b")]
    [InlineData("(a|a)*b")]
    [InlineData("(a*)*b")]
    [InlineData("(?:a?){30}a{30}b")]
    [InlineData("a+b")]
    public void A_pattern_with_catastrophic_backtracking_ends_soon(string expression)
    {
        var text = Encoding.UTF8.GetBytes(new string('a', 2000));

        Assert.False(RegexPattern.Create(expression).TryFind(text, 0, out _, out _));
    }

    [Theory]
    [InlineData("(?:a|b)*", "abc", "|c|")]
    [InlineData("(?:|a)+", "aa", "|a|a|")]
    [InlineData("(?<=(?:ab|b))c", "abc bc c", "ab| b| c")]
    [InlineData("(?<!a+)b", "aab b", "aab |")]
    [InlineData("(?=a)", "aba", "|ab|a")]
    [InlineData("a{,2}", "aaa", "||")]
    [InlineData("(?:a?)*?b", "aab", "|")]
    [InlineData("(a|ab)(c|bcd)", "abcd", "|")]
    [InlineData("(?>a|ab)c", "abc ac", "abc |")]
    [InlineData("x*", "axb", "|a|b|")]
    [InlineData("(?i)[^a-c]+", "aBcDEf", "aBc|")]
    [InlineData(@"\bé\b", "é éa 漢é é", "| éa 漢é |")]
    [InlineData("(?m:a.b)", "a\nb", "|")]
    [InlineData("(?:a+|b)*+c", "aabc", "|")]
    public void Matches_equal_those_of_the_reference(string expression, string text, string replaced)
    {
        var buffer = new TextBuffer();
        buffer.Set(Encoding.UTF8.GetBytes(text), isAtTextStart: true);

        new ReplaceNormalizer(RegexPattern.Create(expression), "|"u8.ToArray()).Normalize(buffer);

        Assert.Equal(replaced, Encoding.UTF8.GetString(buffer.Bytes));
    }

    private static void AssertRejected(string expression) =>
        Assert.Throws<FormatException>(() => RegexPattern.Create(expression));

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
