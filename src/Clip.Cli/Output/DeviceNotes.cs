using Clip.Devices;
using Clip.Models;

namespace Clip.Cli.Output;

/// <summary>Says, where asked for, which device each tower ran on and why another one did not serve.</summary>
internal static class DeviceNotes
{
    public static void Tell(Terminal terminal, ClipModel model)
    {
        if (!terminal.IsVerbose)
            return;
        foreach (var tower in model.Devices)
        {
            terminal.Detail($"the {tower.Tower} tower ran on {tower.Device}{Describe(tower.Buffers)}");
            foreach (var passed in tower.PassedOver)
                terminal.Detail($"the {tower.Tower} tower does not use {passed.Device}: {Plain.OneLine(passed.Reason)}");
        }
    }

    private static string Describe(BufferUse? buffers) => buffers is null
        ? ""
        : $", {buffers.Batches} {(buffers.Batches == 1 ? "batch" : "batches")} through {buffers.Made}{(buffers.IsPinned ? " pinned" : "")} {(buffers.Made == 1 ? "buffer" : "buffers")}";
}
