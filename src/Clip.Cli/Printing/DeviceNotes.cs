using Clip.Cli.Output;
using Clip.Devices;

namespace Clip.Cli.Printing;

/// <summary>Reports with <c>--verbose</c> which device each tower ran on and why others were not used.</summary>
internal static class DeviceNotes
{
    public static void Write(Terminal terminal, ClipModel model)
    {
        if (!terminal.IsVerbose)
            return;
        foreach (var tower in model.Devices)
        {
            terminal.Detail($"the {tower.Tower} tower ran on {tower.Device}{Describe(tower.Buffers)}");
            foreach (var (device, reason) in tower.PassedOver.Select(static other => (other.Device, other.Reason)))
                terminal.Detail($"the {tower.Tower} tower does not use {device}: {Plain.OneLine(reason)}");
        }
    }

    private static string Describe(BufferUse? buffers)
    {
        if (buffers is null)
            return "";
        var batches = buffers.Batches == 1 ? "batch" : "batches";
        var kind = (buffers.IsPinned ? "pinned " : "") + (buffers.Made == 1 ? "buffer" : "buffers");
        return $", {buffers.Batches} {batches} through {buffers.Made} {kind}";
    }
}
