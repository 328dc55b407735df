namespace Clip.Devices;

/// <summary>The threads that run the graph of a tower where there are many items.</summary>
/// <param name="Count">How many run at a time.</param>
/// <param name="IsPerCore">
/// Whether each computes a small batch on a core of its own, in a session for that; else they take turns on a device.
/// </param>
internal readonly record struct WorkerPlan(int Count, bool IsPerCore)
{
    /// <summary>One thread.</summary>
    public static WorkerPlan One { get; } = new(1, IsPerCore: false);
}
