using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Clip.Tests.Documentation;

/// <summary>The public types of an assembly as Markdown, from its metadata and its XML documentation.</summary>
internal sealed partial class ApiReference
{
    private readonly Assembly _assembly;
    private readonly Dictionary<string, XElement> _documents;
    private readonly HashSet<string> _pages;

    public ApiReference(Assembly assembly)
    {
        _assembly = assembly;
        _documents = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(static member => member.Attribute("name")!.Value);
        _pages = [.. Types.Select(static type => $"T:{type.FullName}")];
    }

    /// <summary>The public types, in the order of their names.</summary>
    public IEnumerable<Type> Types =>
        _assembly.GetExportedTypes().OrderBy(static type => type.FullName, StringComparer.Ordinal);

    /// <summary>The members without a description, by the names of the XML documentation.</summary>
    public IEnumerable<string> Undescribed =>
        from type in Types
        from member in Members(type).Prepend(type)
        where Describe(member) is null
        select DocumentedMember.Id(member);

    /// <summary>The name of a type's page.</summary>
    public static string PageOf(Type type) => $"{type.FullName!.Replace('+', '.').Replace('`', '-')}.md";

    /// <summary>The list of all types.</summary>
    public string Contents()
    {
        var page = new StringBuilder($"# {_assembly.GetName().Name}\n\n");
        foreach (var group in Types.GroupBy(static type => type.Namespace))
        {
            page.Append($"## {group.Key}\n\n| type | |\n|---|---|\n");
            foreach (var type in group)
            {
                var summary = OneLine(Text(Describe(type), "summary"));
                page.Append($"| [{Signature.Name(type)}]({PageOf(type)}) | {summary} |\n");
            }

            page.Append('\n');
        }

        return page.ToString();
    }

    /// <summary>The page of a type.</summary>
    public string Page(Type type)
    {
        var page = new StringBuilder($"# {Signature.Name(type)}\n\n`{Signature.Kind(type)}` in `{type.Namespace}`\n\n");
        Append(page, type);
        foreach (var member in Members(type))
        {
            page.Append($"## {(member is ConstructorInfo ? "Constructor" : member.Name)}\n\n");
            if (!type.IsEnum)
                page.Append($"```csharp\n{Signature.Of(member)}\n```\n\n");
            Append(page, member);
        }

        return Blank().Replace(page.ToString(), "\n\n").TrimEnd() + "\n";
    }

    private void Append(StringBuilder page, MemberInfo member)
    {
        if (Describe(member) is not { } document)
            return;
        page.Append($"{Text(document, "summary")}\n\n");
        foreach (var parameter in document.Elements("param"))
            page.Append($"- `{parameter.Attribute("name")!.Value}`: {OneLine(Text(parameter))}\n");
        if (document.Element("returns") is { } returns)
            page.Append($"- returns {OneLine(Text(returns))}\n");
        foreach (var error in document.Elements("exception"))
            page.Append($"- throws {Link(error.Attribute("cref")!.Value)}: {OneLine(Text(error))}\n");
        page.Append('\n');
        if (document.Element("remarks") is { } remarks)
            page.Append($"{Text(remarks)}\n\n");
        if (document.Element("example") is { } example)
            page.Append($"{Text(example)}\n\n");
    }

    /// <summary>The members that a type declares for its users, as they stand in the source file.</summary>
    private static IEnumerable<MemberInfo> Members(Type type) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => member switch
            {
                MethodInfo method => !method.IsSpecialName && !IsMadeByCompiler(method),
                ConstructorInfo constructor => !(Signature.IsRecord(type) || constructor.GetParameters().Length == 0),
                FieldInfo field => !field.IsSpecialName,
                Type => false,
                _ => true,
            })
            .OrderBy(static member => member.MetadataToken);

    private static bool IsMadeByCompiler(MethodInfo method) =>
        method.Name.StartsWith('<') || method.Name is "Equals" or "GetHashCode" or "ToString" or "Deconstruct"
            || method.GetBaseDefinition().DeclaringType != method.DeclaringType;

    /// <summary>A member's documentation, that of an interface's or base's member where it inherits one.</summary>
    private XElement? Describe(MemberInfo member)
    {
        if (!_documents.TryGetValue(DocumentedMember.Id(member), out var document))
            return PropertyOfRecord(member);
        if (document.Element("inheritdoc") is not { } inherited)
            return document;
        if (inherited.Attribute("cref")?.Value is { } other)
            return _documents.GetValueOrDefault(other);
        var type = member as Type ?? member.DeclaringType!;
        return type.GetInterfaces().Append(type.BaseType)
            .OfType<Type>()
            .SelectMany(parent => parent.GetMember(member.Name))
            .Select(parent => _documents.GetValueOrDefault(DocumentedMember.Id(parent)))
            .FirstOrDefault(static parent => parent is not null) ?? document;
    }

    /// <summary>The documentation of a positional record's property is that of the parameter.</summary>
    private XElement? PropertyOfRecord(MemberInfo member)
    {
        if (member is not PropertyInfo
            || !_documents.TryGetValue(DocumentedMember.Id(member.DeclaringType!), out var type))
            return null;
        var parameter = type.Elements("param")
            .FirstOrDefault(element => element.Attribute("name")!.Value == member.Name);
        return parameter is null ? null : new XElement("member", new XElement("summary", parameter.Nodes()));
    }

    private string Text(XElement? document, string element) =>
        document?.Element(element) is { } found ? Text(found) : "";

    private string Text(XElement element) =>
        string.Concat(element.Nodes().Select(Text)).Trim();

    private string Text(XNode node) => node switch
    {
        XText text => Spaces().Replace(text.Value, " "),
        XElement { Name.LocalName: "para" } paragraph => $"{Text(paragraph)}\n\n",
        XElement { Name.LocalName: "code" } code => $"\n\n```csharp\n{code.Value.Trim('\n')}\n```\n\n",
        XElement { Name.LocalName: "c" } inline => $"`{inline.Value}`",
        XElement { Name.LocalName: "see" or "seealso" } reference => Reference(reference),
        XElement { Name.LocalName: "paramref" or "typeparamref" } parameter =>
            $"`{parameter.Attribute("name")!.Value}`",
        XElement { Name.LocalName: "item" } item => $"- {Text(item)}\n",
        XElement other => Text(other),
        _ => "",
    };

    private string Reference(XElement reference)
    {
        if (reference.Attribute("cref")?.Value is { } member)
            return Link(member);
        return reference.Attribute("href")?.Value is { } address
            ? $"[{(reference.Value.Length > 0 ? reference.Value : address)}]({address})"
            : $"`{reference.Attribute("langword")?.Value}`";
    }

    private string Link(string id)
    {
        var (kind, full) = (id[0], Arguments().Replace(id[2..], ""));
        var owner = kind == 'T' ? full : full[..full.LastIndexOf('.')];
        var name = full[(owner.LastIndexOf('.') + 1)..];
        var shown = $"`{name.Split('`')[0].Replace(".#ctor", "", StringComparison.Ordinal)}`";
        return _pages.Contains($"T:{owner}") ? $"[{shown}]({owner.Replace('`', '-')}.md)" : shown;
    }

    private static string OneLine(string text) => Spaces().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex Blank();

    [GeneratedRegex(@"\(.*\)$")]
    private static partial Regex Arguments();
}
