// Each test starts processes that use every processor.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
