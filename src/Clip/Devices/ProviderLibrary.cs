using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>
/// An execution provider that is a library of its own, loaded into the ONNX Runtime that is there. Registered for the
/// whole process.
/// </summary>
public sealed class ProviderLibrary
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, ProviderLibrary> Registered = new(StringComparer.OrdinalIgnoreCase);

    private ProviderLibrary(string name, string path, ExecutionProvider provider)
    {
        Name = name;
        Path = path;
        Provider = provider;
    }

    /// <summary>The name that the user gave it, which is also the name of its device.</summary>
    public string Name { get; }

    /// <summary>The library's file.</summary>
    public string Path { get; }

    internal ExecutionProvider Provider { get; }

    /// <summary>The libraries registered so far, in order of their names.</summary>
    public static IReadOnlyList<ProviderLibrary> All
    {
        get
        {
            lock (Gate)
                return [.. Registered.Values.OrderBy(static library => library.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Loads a provider's library. Registering the same file under the same name again changes nothing.</summary>
    /// <param name="name">The device's name from now on.</param>
    /// <param name="path">The library's file.</param>
    /// <exception cref="DeviceException">The file is missing, is no provider's library, or offers no device on this machine.</exception>
    public static ProviderLibrary Register(string name, string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        lock (Gate)
        {
            var subject = $"--ep-library {name}={path}";
            if (Registered.TryGetValue(name, out var known))
            {
                return known.Path == full
                    ? known
                    : throw new DeviceException(subject, $"{name} is registered already as {known.Path}", "give each library a name of its own");
            }
            if (name is SessionFactory.Auto or "cpu" or "")
                throw new DeviceException(subject, "the name is taken", "give the library another name");
            if (!File.Exists(full))
                throw new DeviceException(subject, "there is no such file", "give the path of the provider's library");

            var library = new ProviderLibrary(name, full, Provide(name, Load(name, full, subject), subject));
            Registered.Add(name, library);
            return library;
        }
    }

    private static List<OrtEpDevice> Load(string name, string path, string subject)
    {
        try
        {
            OnnxRuntimePrivacy.Apply();
            var environment = OrtEnv.Instance();
            var before = environment.GetEpDevices().Select(static device => device.EpName).ToHashSet();
            environment.RegisterExecutionProviderLibrary(name, path);
            return [.. environment.GetEpDevices().Where(device => !before.Contains(device.EpName))];
        }
        catch (Exception error) when (DeviceFailure.IsExpected(error))
        {
            throw new DeviceException(subject, DeviceFailure.Reason(error), "give a provider library made for this ONNX Runtime", error);
        }
    }

    private static ExecutionProvider Provide(string name, List<OrtEpDevice> devices, string subject)
    {
        // A library may offer the same work on several devices; a graphics card beats a neural unit beats the processor.
        var best = devices.OrderBy(static device => device.HardwareDevice.Type switch
        {
            OrtHardwareDeviceType.GPU => 0,
            OrtHardwareDeviceType.NPU => 1,
            _ => 2,
        }).FirstOrDefault()
            ?? throw new DeviceException(subject, "offers no device on this machine", "look at the provider's requirements, or use --device cpu");
        var kind = best.HardwareDevice.Type switch
        {
            OrtHardwareDeviceType.GPU => DeviceKind.Gpu,
            OrtHardwareDeviceType.NPU => DeviceKind.Npu,
            _ => DeviceKind.Processor,
        };
        return new ExecutionProvider(name, best.EpName, kind, "use --device cpu", "install or repair its driver, or use --device cpu",
            options => options.AppendExecutionProvider(OrtEnv.Instance(), [best], new Dictionary<string, string>()));
    }
}
