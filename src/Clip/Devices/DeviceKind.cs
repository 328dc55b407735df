namespace Clip.Devices;

/// <summary>What kind of hardware a provider computes on; decides how many rows a batch has.</summary>
internal enum DeviceKind
{
    /// <summary>The processor, with any library.</summary>
    Processor,

    /// <summary>A graphics card, which is fast only with many rows.</summary>
    Gpu,

    /// <summary>A neural processing unit, for which the graph is compiled for one shape.</summary>
    Npu,
}
