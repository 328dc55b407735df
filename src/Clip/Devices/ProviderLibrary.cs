using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>
/// An execution provider in a library of its own, which the ONNX Runtime in use loads. It is registered for the whole
/// process.
/// </summary>
internal sealed class ProviderLibrary
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, ProviderLibrary> Registered = new(StringComparer.OrdinalIgnoreCase);

    private ProviderLibrary(string name, string path, ExecutionProvider provider)
    {
        Name = name;
        Path = path;
        Provider = provider;
    }

    /// <summary>The name that it was registered under, which is also the name of its device.</summary>
    public string Name { get; }

    /// <summary>The library's file.</summary>
    public string Path { get; }

    internal ExecutionProvider Provider { get; }

    /// <summary>The libraries registered so far, ordered by name.</summary>
    public static IReadOnlyList<ProviderLibrary> All
    {
        get
        {
            lock (Gate)
                return [.. Registered.Values.OrderBy(static library => library.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>
    /// Loads a provider's library. Registering the same file under the same name again has no effect.
    /// </summary>
    /// <param name="name">The name for its device.</param>
    /// <param name="path">The library's file.</param>
    /// <exception cref="DeviceException">
    /// The file is missing, is not a provider's library, or finds no device on this machine.
    /// </exception>
    public static ProviderLibrary Register(string name, string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        lock (Gate)
        {
            if (Registered.TryGetValue(name, out var known))
            {
                return known.Path == full
                    ? known
                    : throw Unusable(
                        name, path, $"{name} is registered already as {known.Path}",
                        "give each library a name of its own");
            }
            if (name is SessionFactory.Auto or "cpu" or "")
                throw Unusable(name, path, "the name is taken", "give the library another name");
            if (!File.Exists(full))
                throw Unusable(name, path, "there is no such file", "give the path of the provider's library");

            var devices = Load(name, full, path);
            var best = Best(devices) ?? throw NoDevice(name, path);
            var library = new ProviderLibrary(name, full, Provide(name, best));
            Registered.Add(name, library);
            return library;
        }
    }

    private static List<OrtEpDevice> Load(string name, string full, string given)
    {
        try
        {
            OnnxRuntimePrivacy.Apply();
            var environment = OrtEnv.Instance();
            var before = environment.GetEpDevices().Select(static device => device.EpName).ToHashSet();
            environment.RegisterExecutionProviderLibrary(name, full);
            return [.. environment.GetEpDevices().Where(device => !before.Contains(device.EpName))];
        }
        catch (Exception error) when (DeviceFailure.IsExpected(error))
        {
            throw Unusable(
                name, given, DeviceFailure.Reason(error), "give a provider library made for this ONNX Runtime", error);
        }
    }

    /// <summary>
    /// A library may support several devices: a graphics card is preferred to a neural unit to a processor.
    /// </summary>
    private static OrtEpDevice? Best(List<OrtEpDevice> devices) => devices.MinBy(static device =>
        KindOf(device) switch { DeviceKind.Gpu => 0, DeviceKind.Npu => 1, _ => 2 });

    private static ExecutionProvider Provide(string name, OrtEpDevice device)
    {
        var known = ExecutionProvider.All.FirstOrDefault(provider => provider.OrtName == device.EpName);
        return new ExecutionProvider(name, device.EpName, KindOf(device), Append)
        {
            Origin = ProviderOrigin.Registered,
            PinnedMemory = known?.PinnedMemory,
        };

        void Append(SessionOptions options) =>
            options.AppendExecutionProvider(OrtEnv.Instance(), [device], new Dictionary<string, string>());
    }

    private static DeviceKind KindOf(OrtEpDevice device) => device.HardwareDevice.Type switch
    {
        OrtHardwareDeviceType.GPU => DeviceKind.Gpu,
        OrtHardwareDeviceType.NPU => DeviceKind.Npu,
        _ => DeviceKind.Processor,
    };

    private static DeviceException NoDevice(string name, string path) => new(
        $"{name}={path}", "offers no device on this machine",
        "look at the provider's requirements, or use the processor")
    {
        Fault = DeviceFault.NoDeviceForLibrary,
        Device = name,
        Library = path,
    };

    private static DeviceException Unusable(
        string name, string path, string problem, string remedy, Exception? error = null) =>
        new($"{name}={path}", problem, remedy, error)
        {
            Fault = DeviceFault.ProviderLibrary,
            Device = name,
            Library = path,
        };
}
