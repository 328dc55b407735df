using System.Text;
using Clip.Cli.Languages;
using Clip.Cli.Output;

namespace Clip.Tests.Cli.Languages;

public sealed class TextsTests
{
    private static readonly TextCatalog German = TextCatalog.Read(new StringReader(
        """
        # a comment
        msgid ""
        msgstr "Language: de\n"

        msgid "is empty"
        msgstr "ist leer"

        msgid "cannot be read ({0})"
        msgstr "ist nicht lesbar ({0})"

        msgid ""
        "{0} of {1} "
        "\"files\""
        msgstr "von {1} \"Dateien\" {0}"

        msgid "use {0}; or {1}"
        msgstr "nimm {0} oder {1}"

        msgid "{0}: is an option of {1}, not of {2}"
        msgstr "{0}: ist eine Option von {1}, nicht von {2}"

        msgid "{0}; see: {1}"
        msgstr "{0}; siehe: {1}"

        msgid "{0}: {1} pictures{2}"
        msgstr "{0}: {1} Bilder{2}"

        msgid "{0} picture"
        msgstr "{0} Bild"

        msgid "{0} pictures"
        msgstr "{0} Bilder"

        msgid "{0}: needs {1}"
        msgstr "{0}: braucht {1} dazu"

        msgid "needs a file"
        msgstr "braucht eine Datei"

        msgid "has the value {0}"
        msgstr "hat {0} als Wert"

        msgid "yet to be translated"
        msgstr ""
        """));

    [Theory]
    [InlineData("is empty", "ist leer")]
    [InlineData("is full", "is full")]
    [InlineData("yet to be translated", "yet to be translated")]
    [InlineData("3 of 7 \"files\"", "von 7 \"Dateien\" 3")]
    [InlineData("a.jpg: is empty; check it", "a.jpg: ist leer; check it")]
    [InlineData("a: b.jpg: cannot be read (x; y); is empty", "a: b.jpg: ist nicht lesbar (x; y); ist leer")]
    [InlineData("a.jpg: cannot be read (is empty)", "a.jpg: ist nicht lesbar (ist leer)")]
    [InlineData("a.jpg: is empty; use x; or y", "a.jpg: ist leer; nimm x oder y")]
    [InlineData("a.jpg: cannot be read ()", "a.jpg: cannot be read ()")]
    [InlineData("a.jpg: other", "a.jpg: other")]
    [InlineData(
        "-a: is an option of b, not of c; see: d --help", "-a: ist eine Option von b, nicht von c; siehe: d --help")]
    [InlineData("a: 3 pictures (7 s)", "a: 3 Bilder (7 s)")]
    [InlineData("a: holds no pictures; look elsewhere", "a: holds no pictures; look elsewhere")]
    [InlineData("a: holds pictures", "a: holds pictures")]
    [InlineData("a: needs FILE", "a: braucht FILE dazu")]
    [InlineData("a: needs a terminal; start it in one", "a: needs a terminal; start it in one")]
    [InlineData("a: needs a file; is empty", "a: braucht eine Datei; ist leer")]
    [InlineData("a: has the value 7; is empty", "a: hat 7 als Wert; ist leer")]
    [InlineData("a: has the value 7; check it", "a: hat 7 als Wert; check it")]
    [InlineData("a b: is empty; searching \"c\" (is empty)", "a b: ist leer; searching \"c\" (is empty)")]
    public void A_message_is_translated_as_far_as_the_catalog_knows_it(string english, string expected) =>
        Assert.Equal(expected, Texts.OfMessage(english, German));

    [Theory]
    [InlineData("nothing here looks like that, most likely: about 12.3 % of queries for what is not here find "
        + "something as near as a.jpg (0.321); to see it: --cutoff 0.15")]
    [InlineData("nothing here looks like that, most likely: about 99.9 % of queries for what is not here find "
        + "something as near as a.jpg (0.321); to see it, leave out --cutoff")]
    [InlineData("--in: is an option of search, status, not of worker; see: clipsearch worker --help")]
    public void A_message_of_several_parts_is_translated_whole(string english) =>
        Assert.DoesNotMatch(
            "(about|queries|option|see:|not of|leave)", Texts.OfMessage(english, TextCatalog.Load("zh-CN")));

    [Theory]
    [InlineData(
        "the query: lacks a term; give a text or a picture, for example: \"a dog\"; or list all pictures with: "
            + "clipsearch search --glob '*' -n all --in .",
        "查询：缺少一项；请给出文本或图片，例如：\"a dog\"；或列出全部图片：clipsearch search --glob '*' -n all --in .")]
    [InlineData(
        "e: holds no pictures; name a folder with pictures (JPEG, PNG, WebP, HEIC, ...) outside of hidden folders",
        "e: 没有图片；请指定含有图片（JPEG、PNG、WebP、HEIC……）且不在隐藏文件夹中的文件夹")]
    [InlineData("--queries: does not go with another query; give one of them", "--queries: 不能与其他查询同用；请给出其中之一")]
    [InlineData(
        "--plan: needs --store, the database whose workers do the work", "--plan: 需要 --store，即由其工作进程完成工作的数据库")]
    [InlineData(
        "a.jpg: is a socket, not a file, in spite of its name; it was not opened; exclude it, or rename it",
        "a.jpg: 名称虽像文件，但它是套接字；没有打开它；请排除它，或重命名")]
    [InlineData(
        "a.csv: has no column of captions among 'x'; name one of them caption in the first row",
        "a.csv: 在 'x' 中没有说明文字列；请在第一行把其中一列命名为 caption")]
    [InlineData(
        "a.jpg: was not copied to /b/a.jpg (Access to the path '/b' is denied); it stays where it is",
        "a.jpg: 没有复制到 /b/a.jpg（拒绝访问路径 '/b'）；它留在原处")]
    public void A_problem_and_its_remedy_are_translated_each(string english, string expected) =>
        Assert.Equal(expected, Texts.OfMessage(english, TextCatalog.Load("zh-CN")));

    [Theory]
    [InlineData("zh_CN.UTF-8", "zh-CN")]
    [InlineData("zh-Hans", "zh-CN")]
    [InlineData("zh", "zh-CN")]
    [InlineData("zh_TW.UTF-8", null)]
    [InlineData("en_US.UTF-8", "en")]
    [InlineData("C.UTF-8", "en")]
    [InlineData("POSIX", "en")]
    [InlineData("fr_FR@euro", null)]
    [InlineData("english", null)]
    public void A_locale_names_a_language(string locale, string? language) =>
        Assert.Equal(language, LanguageNames.Find(locale));

    [Theory]
    [InlineData(null, null, "zh_CN", "zh-CN")]
    [InlineData(null, "C", "zh_CN", "en")]
    [InlineData("zh_CN", "C", "en_US", "zh-CN")]
    [InlineData("", "zh_SG.utf8", null, "zh-CN")]
    [InlineData("fr_FR", null, "zh_CN", "en")]
    [InlineData(null, null, null, "en")]
    public void The_first_variable_that_is_set_decides(string? all, string? messages, string? lang, string language) =>
        Assert.Equal(language, LanguageNames.OfLocale(name => name switch
        {
            "LC_ALL" => all,
            "LC_MESSAGES" => messages,
            "LANG" => lang,
            _ => "other",
        }));

    [Theory]
    [InlineData("msgid \"a\"\nmsgstr \"b\"\nmsgid \"a\"\nmsgstr \"c\"")]
    [InlineData("msgid a")]
    [InlineData("\"a\"")]
    [InlineData("text")]
    public void A_catalog_with_a_mistake_is_refused(string text) =>
        Assert.Throws<FormatException>(() => TextCatalog.Read(new StringReader(text)));

    [Theory]
    [InlineData("用一句话找图片，用图片找说明文字（可重复）。", 10, "用一句话找|图片，用图|片找说明文|字（可重|复）。")]
    [InlineData("使用 --copy-to DIR 复制", 12, "使用|--copy-to|DIR 复制")]
    [InlineData("one two three", 8, "one two|three")]
    public void Chinese_is_broken_between_characters_but_not_before_a_comma(
        string text, int width, string lines)
    {
        var wrapped = new StringBuilder();
        WrappedText.Append(wrapped, "", text, 0, width);

        var found = wrapped.ToString().TrimEnd('\n').Split('\n');

        Assert.Equal(lines.Split('|'), found);
        Assert.All(found, line => Assert.InRange(TextWidth.Of(line), 1, width));
    }
}
