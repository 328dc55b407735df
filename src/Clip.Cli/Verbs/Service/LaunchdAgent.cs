using System.Text;
using System.Xml.Linq;

namespace Clip.Cli.Verbs.Service;

/// <summary>The agent of a user's launchd that watches libraries.</summary>
internal static class LaunchdAgent
{
    public const string Label = "clipsearch.watch";

    /// <summary>The property list. A stop is no failure; a full disk is tried again.</summary>
    /// <param name="command">The command.</param>
    /// <param name="log">The file that messages go to.</param>
    public static string TextOf(WatchCommand command, string log)
    {
        var list = new XElement("dict",
            Key("Label"), Text(Label),
            Key("ProgramArguments"), new XElement("array", command.Words.Select(Text)),
            Key("EnvironmentVariables"), new XElement("dict", command.Variables.SelectMany(static variable =>
                (XElement[])[Key(variable.Name), Text(variable.Value)])),
            Key("RunAtLoad"), new XElement("true"),
            Key("KeepAlive"), new XElement("dict", Key("SuccessfulExit"), new XElement("false")),
            Key("ThrottleInterval"), new XElement("integer", 30),
            Key("ProcessType"), Text("Background"),
            Key("StandardErrorPath"), Text(log));
        var document = new XDocument(
            new XDocumentType(
                "plist", "-//Apple//DTD PLIST 1.0//EN", "http://www.apple.com/DTDs/PropertyList-1.0.dtd", null),
            new XElement("plist", new XAttribute("version", "1.0"), list));
        return new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").Append(document).Append('\n')
            .Replace("\r\n", "\n").ToString();
    }

    private static XElement Key(string name) => new("key", name);

    private static XElement Text(string value) => new("string", value);
}
