using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Clip.Packaging.Archives;

namespace Clip.Packaging.Materials;

/// <summary>
/// Completes the CycloneDX bill of materials that the tool of the same name makes from the restored packages with what
/// a published program contains besides: itself, the files of native libraries and what these are made of, the runtime
/// that is compiled in, and the model. Whoever publishes the same files gets the same bill.
/// </summary>
internal sealed class BillOfMaterials
{
    private const string Model = "clip-mini";
    private const string License = "Apache-2.0";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _program;
    private readonly string _platform;
    private readonly string _version;
    private readonly DateTimeOffset _time;
    private readonly RestoredPackages _packages;
    private readonly Licenses _licenses;

    /// <param name="program">The folder of the published program.</param>
    /// <param name="platform">Its runtime identifier, such as <c>linux-x64</c>.</param>
    /// <param name="version">Its version.</param>
    /// <param name="time">When it was made.</param>
    public BillOfMaterials(string program, string platform, string version, DateTimeOffset time)
    {
        (_program, _platform, _version, _time) = (program, platform, version, time);
        _packages = RestoredPackages.Read(Path.Combine("src", "Clip.Cli", "obj", "project.assets.json"), platform);
        _licenses = Licenses.Read("THIRD-PARTY-NOTICES.md");
    }

    private string Self => $"pkg:generic/clipsearch@{_version}?platform={_platform}";

    /// <summary>The complete bill.</summary>
    /// <param name="bill">The bill of the packages.</param>
    public string Complete(string bill)
    {
        var root = JsonNode.Parse(bill)!.AsObject();
        root.Remove("serialNumber"); // it would differ each time
        root["metadata"]!["timestamp"] =
            _time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var old = root["metadata"]!["component"]!["bom-ref"]!.GetValue<string>();
        root["metadata"]!["component"] = Program();

        var components = root["components"]!.AsArray();
        foreach (var component in components)
            Complete(component!.AsObject());
        // What contains each of them: the program, or the package whose native file it is in.
        List<(string User, JsonObject Component)> added =
            [(Self, Runtime()), (Self, ModelComponent()), (Self, Coastlines())];
        foreach (var (package, part) in NativeParts.Of(_program, _packages))
        {
            var user = components.Single(one => one!["name"]!.GetValue<string>() == package)!;
            added.Add((user["bom-ref"]!.GetValue<string>(), part));
        }
        foreach (var (_, component) in added)
            components.Add((JsonNode)component);

        var dependencies = root["dependencies"]!.AsArray();
        var own = dependencies.Single(one => one!["ref"]!.GetValue<string>() == old)!;
        own["ref"] = Self;
        foreach (var (user, component) in added)
        {
            var reference = component["bom-ref"]!.GetValue<string>();
            dependencies.Add((JsonNode)new JsonObject { ["ref"] = reference });
            var parent = dependencies.Single(one => one!["ref"]!.GetValue<string>() == user)!.AsObject();
            (parent["dependsOn"] ??= new JsonArray()).AsArray().Add((JsonNode)reference);
        }
        return root.ToJsonString(Format) + "\n";
    }

    /// <summary>A package: its license where its file names none, and its native files in the program.</summary>
    private void Complete(JsonObject component)
    {
        var name = component["name"]!.GetValue<string>();
        if (component["licenses"] is null)
            component["licenses"] = LicenseNode(_licenses.Of(name));
        var files = _packages.NativeFilesOf(name).Select(file => Path.Combine(_program, file)).Where(File.Exists)
            .Select(file => FileNode(file, Path.GetFileName(file))).ToArray();
        if (files.Length > 0)
            component["components"] = new JsonArray(files);
    }

    private JsonObject Program()
    {
        var file = File.Exists(Path.Combine(_program, "clipsearch.exe")) ? "clipsearch.exe" : "clipsearch";
        return new JsonObject
        {
            ["type"] = "application",
            ["bom-ref"] = Self,
            ["supplier"] = new JsonObject { ["name"] = "The Clip authors" },
            ["name"] = "clipsearch",
            ["version"] = _version,
            ["description"] = "Finds pictures by text, captions by picture, and pictures by picture.",
            ["hashes"] = Hashes(Path.Combine(_program, file)),
            ["licenses"] = LicenseNode(License),
            ["purl"] = Self,
        };
    }

    private JsonObject Runtime() => new()
    {
        ["type"] = "framework",
        ["bom-ref"] = $"pkg:nuget/{_packages.Runtime}@{_packages.RuntimeVersion}",
        ["name"] = _packages.Runtime,
        ["version"] = _packages.RuntimeVersion,
        ["description"] = ".NET's runtime and libraries, compiled into the program",
        ["licenses"] = LicenseNode("MIT"),
        ["purl"] = $"pkg:nuget/{_packages.Runtime}@{_packages.RuntimeVersion}",
    };

    private JsonObject ModelComponent()
    {
        var folder = Path.Combine(_program, "models", Model);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Path: file, Name: Path.GetRelativePath(folder, file).Replace('\\', '/')))
            .OrderBy(static file => file.Name, StringComparer.Ordinal);
        return new JsonObject
        {
            ["type"] = "machine-learning-model",
            ["bom-ref"] = $"pkg:generic/{Model}@{_version}",
            ["name"] = Model,
            ["version"] = _version,
            ["description"] = "The default model; models/clip-mini/README.md names what it was made from.",
            ["licenses"] = LicenseNode(License),
            ["purl"] = $"pkg:generic/{Model}@{_version}",
            ["components"] = new JsonArray([.. files.Select(static file => FileNode(file.Path, file.Name))]),
        };
    }

    private static JsonObject Coastlines() => new()
    {
        ["type"] = "data",
        ["bom-ref"] = "coastlines",
        ["name"] = "Natural Earth 1:110m land",
        ["description"] = "Coastlines of the web page's map",
        ["licenses"] = new JsonArray(new JsonObject
        {
            ["license"] = new JsonObject { ["name"] = "public domain" },
        }),
    };

    private static JsonObject FileNode(string path, string name) =>
        new JsonObject { ["type"] = "file", ["name"] = name, ["hashes"] = Hashes(path) };

    private static JsonArray Hashes(string file) =>
        new(new JsonObject { ["alg"] = "SHA-256", ["content"] = CheckSums.Of(file) });

    /// <summary>A license by its SPDX name.</summary>
    public static JsonArray LicenseNode(string id) =>
        new(new JsonObject { ["license"] = new JsonObject { ["id"] = id } });
}
