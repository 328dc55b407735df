namespace Clip.Devices;

/// <summary>
/// Starts ONNX Runtime on a thread of its own: loading its library and listing its operations takes longer than all
/// else that has to be ready for the first text, and needs nothing of it.
/// </summary>
internal sealed class OnnxRuntimeStart : IDisposable
{
    private readonly Thread _thread = new(Start) { IsBackground = true, Name = "ONNX Runtime" };

    private OnnxRuntimeStart() => _thread.Start();

    /// <summary>Begins to start it.</summary>
    public static OnnxRuntimeStart Begin() => new();

    /// <summary>
    /// Waits until it has started: a process that ends meanwhile would take away the library under the thread.
    /// </summary>
    public void Dispose() => _thread.Join();

    private static void Start()
    {
        try
        {
            OnnxRuntimePrivacy.Apply();
        }
        catch (Exception error) when (DeviceFailure.IsExpected(error))
        {
            // The first session that is opened says it.
        }
    }
}
