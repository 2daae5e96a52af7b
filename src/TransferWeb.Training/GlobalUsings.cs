// The engine's API, in one place so that its provider can be swapped (see src/decisions/0001).
global using TorchSharp;
global using static TorchSharp.torch;
