using System.Text.RegularExpressions;

namespace Clip.Devices;

/// <summary>Reads ONNX Runtime's error texts, which are written for its developers.</summary>
internal static partial class OrtMessage
{
    // Every provider words it differently, or reports an HRESULT or an OpenCL status. WebGPU has two messages: a buffer
    // is invalid when its memory could not be allocated, and one larger than a binding is bound in pieces, of which a
    // shader takes a limited number.
    private static readonly string[] MemoryWords =
    [
        "out of memory", "outofmemory", "out_of_memory", "failed to allocate memory", "alloc_failed", "bad_alloc",
        "bad allocation", "allocation_failed",
        // cuBLAS and cuDNN, where there is no memory for what they need themselves.
        "cublas_status_not_initialized", "cudnn_status_not_initialized", "the resource allocation failed",
        "8007000e", "not enough memory", "exceeds the max buffer size", "cl_mem_object_allocation_failure",
        "is smaller than requested bytes",
        "[invalid buffer", "too many storage buffers",
    ];

    /// <summary>The reason alone: one line, without error code, source file and failed condition.</summary>
    public static string Reason(string message)
    {
        var text = message.ReplaceLineEndings(" ").Trim();
        text = Code().Replace(text, "");
        text = Initialization().Replace(text, "");
        text = Node().Replace(text, "");
        text = Place().Replace(text, "");
        text = Arena().Replace(text, "");
        text = Library().Replace(text, "");
        text = Condition().Replace(text, "");
        text = Cuda().Replace(text, "$1");
        return text.Length == 0 ? "no reason was given" : text.TrimEnd('.', ' ');
    }

    /// <summary>Whether the text says that the device had too little memory.</summary>
    public static bool IsOutOfMemory(string message) =>
        MemoryWords.Any(word => message.Contains(word, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^\[ErrorCode:\w+\]\s*")]
    private static partial Regex Code();

    // "/onnxruntime_src/…/webgpu_context.cc:136 onnxruntime::…::Initialize(const …)::<lambda()> "
    [GeneratedRegex(@"^(?:/|[A-Za-z]:\\)\S+?\.(?:cc|cpp|h|cu|mm)[:(]\d+\)?:?\s+")]
    private static partial Regex Place();

    [GeneratedRegex(@"^Exception during initialization: ")]
    private static partial Regex Initialization();

    // "Non-zero status code returned while running Conv node. Name:'/blocks.1/Conv' Status Message: "
    [GeneratedRegex(@"^Non-zero status code returned while running \w+ node\. Name:'[^']*' Status Message: ")]
    private static partial Regex Node();

    // "void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, onnxruntime::Stream*) "
    [GeneratedRegex(@"^void\* onnxruntime::BFCArena::\w+\([^)]*\) ")]
    private static partial Regex Arena();

    // "onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : "
    [GeneratedRegex(@"\S+ onnxruntime::ProviderLibrary::Get\(\) \[ONNXRuntimeError\] : \d+ : .+? : ")]
    private static partial Regex Library();

    // "std::conditional_t<…> onnxruntime::CudaCall(…) CUDA failure 2: out of memory ; GPU=0 ; hostname=…"
    [GeneratedRegex(@"^.*?\b((?:CUDA|CUBLAS|CUDNN|CUDNN_FE|CUFFT) failure \S.*?)(?:\s*;\s*GPU=.*)?$")]
    private static partial Regex Cuda();

    [GeneratedRegex(@"^.{0,400}? was false\. ")]
    private static partial Regex Condition();
}
