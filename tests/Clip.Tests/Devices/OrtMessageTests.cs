using Clip.Devices;

namespace Clip.Tests.Devices;

public class OrtMessageTests
{
    [Theory]
    [InlineData("CUDA failure 2: out of memory ; GPU=0 ; hostname=box")]
    [InlineData("CUBLAS failure 1: CUBLAS_STATUS_NOT_INITIALIZED ; GPU=0 ; hostname=box")]
    [InlineData("CUBLAS failure 3: the resource allocation failed ; GPU=0 ; hostname=box")]
    [InlineData("[ErrorCode:Fail] bfc_arena.cc: Failed to allocate memory for requested buffer of size 1073741824")]
    [InlineData("Exception(1) tid(2) 8007000E Not enough memory resources are available")]
    [InlineData("WebGPU validation failed. [Invalid Buffer (unlabeled)] is invalid due to a previous error.")]
    [InlineData("shader_helper.cc:306 Too many storage buffers in shader. Current: 13, Max is 12")]
    public void Out_of_memory_messages_of_each_provider_are_recognized(string message) =>
        Assert.True(OrtMessage.IsOutOfMemory(message));

    [Theory]
    [InlineData("[ErrorCode:InvalidArgument] Got invalid dimensions for input: pixel_values")]
    [InlineData("WebGPU device lost (1): Device was destroyed.")]
    public void Other_messages_are_not_taken_for_out_of_memory(string message) =>
        Assert.False(OrtMessage.IsOutOfMemory(message));

    [Theory]
    [InlineData(
        "Failed to allocate memory for requested buffer of size 9437184",
        "[ErrorCode:Fail] Exception during initialization: /onnxruntime_src/onnxruntime/core/framework/"
        + "bfc_arena.cc:360 void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, onnxruntime::Stream*) "
        + "Failed to allocate memory for requested buffer of size 9437184\n")]
    [InlineData(
        "Failed to allocate memory for requested buffer of size 308281344",
        "[ErrorCode:RuntimeException] Non-zero status code returned while running Conv node. Name:'/t/exp/Conv' "
        + "Status Message: /onnxruntime_src/onnxruntime/core/framework/bfc_arena.cc:360 void* onnxruntime::BFCArena::"
        + "AllocateRawInternal(size_t, bool, onnxruntime::Stream*) Failed to allocate memory for requested buffer of "
        + "size 308281344")]
    [InlineData(
        "Failed to load library /a/libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open shared "
        + "object file: No such file or directory",
        "[ErrorCode:Fail] onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : "
        + "Failed to load library /a/libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open "
        + "shared object file: No such file or directory")]
    public void A_reason_is_without_the_functions_that_report_it(string reason, string message) =>
        Assert.Equal(reason, OrtMessage.Reason(message));

    [Fact]
    public void The_reason_that_CUDA_gives_is_without_its_place_in_the_code() => Assert.Equal(
        "CUDA failure 2: out of memory",
        OrtMessage.Reason(
            "[ErrorCode:Fail] /onnxruntime_src/onnxruntime/core/providers/cuda/cuda_call.cc:129 "
            + "std::conditional_t<THRW, void, onnxruntime::common::Status> onnxruntime::CudaCall(ERRTYPE, const char*) "
            + "[with ERRTYPE = cudaError; bool THRW = true] CUDA failure 2: out of memory ; GPU=0 ; hostname=vm ; "
            + "file=/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_allocator.cc ; line=71 ; "
            + "expr=cudaMalloc((void**)&p, size); "));
}
